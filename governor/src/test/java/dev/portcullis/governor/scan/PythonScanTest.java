package dev.portcullis.governor.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.portcullis.governor.facts.Import;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PythonScanTest {
  static List<Arguments> programs() {
    return List.of(
        arguments("import os\nos.system('ls')", List.of("process-spawn@2")),
        arguments("import os as o\n\no.system('ls')", List.of("process-spawn@3")),
        arguments("from os import system as s\ns('ls')", List.of("process-spawn@2")),
        arguments("from os import *\nsystem('ls')", List.of("process-spawn@2")),
        arguments(
            "from os import (\n  path,\n  system as s,\n)\ns('x')", List.of("process-spawn@5")),
        arguments("import os\nf = os.popen\nf('x')", List.of("process-spawn@2")),
        arguments("import subprocess", List.of("process-spawn@1")),
        arguments("import json, subprocess as sp", List.of("process-spawn@1")),
        arguments("import socket", List.of("network-module@1")),
        arguments("from urllib import request", List.of("network-module@1")),
        arguments("from urllib import parse", List.of()),
        arguments("import urllib.parse", List.of()),
        arguments(
            "import requests\nrequests.get('http://x')",
            List.of("network-module@1", "network-call@2")),
        arguments("eval('1')", List.of("dynamic-evaluation@1")),
        arguments("obj.eval('1')", List.of()),
        arguments("def eval(x):\n  return x", List.of()),
        arguments("import re\nre.compile('a')", List.of()),
        arguments("__import__('socket')", List.of("network-module@1", "dynamic-evaluation@1")),
        arguments(
            "import importlib\nimportlib.import_module('ctypes')",
            List.of("dynamic-evaluation@2", "native-code@2")),
        arguments(
            "import base64\nexec(base64.b64decode('eA=='))",
            List.of("dynamic-evaluation@2", "decode-then-run@2", "decodes-and-evaluates@2")),
        arguments(
            "import base64 as b\nx = b.b64decode('eA==')\nexec(x)",
            List.of("dynamic-evaluation@3", "decodes-and-evaluates@3")),
        arguments("import base64\nprint(base64.b64decode('eA=='))", List.of()),
        arguments("import ctypes", List.of("native-code@1")),
        arguments("import os\nos.fork()", List.of("fork@2")),
        arguments("import os\nos.setuid(0)", List.of("privilege@2")),
        arguments("x = 'a' * 10**10", List.of("huge-allocation@1")),
        arguments("x = [0] * 1_000_000_000", List.of("huge-allocation@1")),
        arguments("x = [0] * 1000", List.of()),
        arguments("x = 3 * 1000000000", List.of()),
        arguments("bytearray(10000000000)", List.of("huge-allocation@1")),
        arguments("bytearray(16)", List.of()),
        arguments("open('/etc/shadow')", List.of("sensitive-path@1")),
        arguments("# open('/etc/shadow')", List.of()),
        arguments("x = 1 # eval('1')", List.of()),
        arguments("'''\nimport os\nos.system('x')\n'''", List.of()),
        arguments("\"\"\"text\n/etc/shadow\n\"\"\"", List.of("sensitive-path@2")),
        arguments("f'{eval(\"1\")}'", List.of("dynamic-evaluation@1")),
        arguments("f'{{eval(1)}}'", List.of()),
        arguments("f'{x:>{eval(\"1\")}}' + 'eval(1)'", List.of("dynamic-evaluation@1")),
        arguments("f'{x:#x}'\neval('1')", List.of("dynamic-evaluation@2")),
        arguments("f'{a[1:2]}{eval(\"1\")}'", List.of("dynamic-evaluation@1")),
        arguments("f'{x!r:{f\"{eval(1)}\"}}'", List.of("dynamic-evaluation@1")),
        arguments("rf'\\d{eval(1)}'", List.of("dynamic-evaluation@1")),
        arguments("r'\\'\neval('1')", List.of("dynamic-evaluation@2")),
        arguments("'it\\'s eval(1)'", List.of()),
        arguments("'unterminated eval(1)\neval(2)", List.of("dynamic-evaluation@2")),
        arguments("getattr(os, 'system')('x')", List.of("hidden-name@1")),
        arguments("getattr(x, 'name')", List.of()),
        arguments("().__class__.__mro__[1].__subclasses__()", List.of("hidden-name@1")),
        arguments("\uff45\uff56\uff41\uff4c('1')", List.of("dynamic-evaluation@1")),
        arguments("# -*- coding: utf-7 -*-\n", List.of("odd-encoding@1")),
        arguments("# -*- coding: utf-8 -*-\n", List.of()),
        arguments("x = '~/.bashrc'", List.of("persistence@1")),
        arguments("open('/var/run/docker.sock')", List.of("container-escape@1")),
        arguments("u = 'stratum+tcp://pool'", List.of("mining@1")),
        arguments("k = 'AKIAIOSFODNN7EXAMPLE'", List.of("secret@1")),
        arguments("# key: ghp_" + "a1B2".repeat(9), List.of("secret@1")),
        arguments("x = 'ghp_short'", List.of()),
        arguments("x = '" + "QUJD".repeat(100) + "'", List.of("encoded-text@1")),
        arguments("import os\\\n  , sys\nos.system('x')", List.of("process-spawn@3")),
        arguments("import os\r\nos.system('x')\r\n", List.of("process-spawn@2")));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void scan_program_showsItsSigns(String code, List<String> signs) {
    assertThat(Seen.signs("python", code)).containsExactlyInAnyOrderElementsOf(signs);
  }

  @Test
  void scan_imports_areNamedAsWrittenWithTheirModuleAndLine() {
    assertThat(
            Seen.scan(
                    "python",
                    "import os, numpy.linalg as la\nfrom .local import x\nfrom a.b import c")
                .imports())
        .containsExactly(
            new Import("os", "os", 1),
            new Import("numpy.linalg", "numpy", 1),
            new Import("a.b", "a", 3));
  }

  @Test
  void scan_calls_areNamedThroughTheirImports() {
    assertThat(
            Seen.calls(
                "python",
                "import numpy as np\nfrom os import path as p\nnp.array(p.join('a'))\nprint(1)\nprint(2)"))
        .containsExactly("numpy.array", "os.path.join", "print");
  }
}

package dev.portcullis.governor.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.portcullis.governor.facts.Import;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptScanTest {
  static List<Arguments> programs() {
    return List.of(
        arguments("require('child_process').exec('ls')", List.of("process-spawn@1")),
        arguments(
            "const cp = require('node:child_process');\ncp.exec('ls')",
            List.of("process-spawn@1", "process-spawn@2")),
        arguments(
            "const {exec: run} = require('child_process')\n\nrun('ls')",
            List.of("process-spawn@1", "process-spawn@3")),
        arguments(
            "import {spawn as s} from 'child_process'\ns('ls')",
            List.of("process-spawn@1", "process-spawn@2")),
        arguments(
            "import * as vm from 'vm'\nvm.runInThisContext('1')",
            List.of("dynamic-evaluation@1", "dynamic-evaluation@2")),
        arguments("import 'net'", List.of("network-module@1")),
        arguments("const n = await import('node:net')", List.of("network-module@1")),
        arguments("export * from 'http'", List.of("network-module@1")),
        arguments("import fs from 'fs'", List.of()),
        arguments("import x from './net'", List.of()),
        arguments("fetch('http://x')", List.of("network-call@1")),
        arguments("prefetch('x')", List.of()),
        arguments("obj.eval('1')", List.of()),
        arguments("eval('1')", List.of("dynamic-evaluation@1")),
        arguments("new Function('return 1')()", List.of("dynamic-evaluation@1")),
        arguments(
            "eval(atob('eA=='))",
            List.of("dynamic-evaluation@1", "decode-then-run@1", "decodes-and-evaluates@1")),
        arguments("// eval('1')\n/* eval('1')\n */ 1", List.of()),
        arguments("'eval(1)'", List.of()),
        arguments("`text eval(1) ${eval('1')} more`", List.of("dynamic-evaluation@1")),
        arguments(
            "`a ${ {b: `${eval(1)}`} } c`\nfetch('x')",
            List.of("dynamic-evaluation@1", "network-call@2")),
        arguments("`\\${eval(1)}`", List.of()),
        arguments("const r = /['\"`]/; eval('1')", List.of("dynamic-evaluation@1")),
        arguments("const q = a / b; eval('1') / c", List.of("dynamic-evaluation@1")),
        arguments("return /[/'\"]/.test(x) && eval('1')", List.of("dynamic-evaluation@1")),
        arguments("ev\\u0061l('1')", List.of("hidden-name@1")),
        arguments("globalThis['ev' + 'al']('1')", List.of("hidden-name@1")),
        arguments("[].constructor.constructor('return 1')()", List.of()),
        arguments("x.constructor.constructor('return 1')()", List.of("hidden-name@1")),
        arguments("process.binding('fs')", List.of("native-code@1")),
        arguments("process.setuid(0)", List.of("privilege@1")),
        arguments("Buffer.alloc(1e10)", List.of("huge-allocation@1")),
        arguments("Buffer.alloc(16)", List.of()),
        arguments("fs.readFileSync('/home/a/.ssh/id_rsa')", List.of("sensitive-path@1")),
        arguments("#!/usr/bin/env node\neval('1')", List.of("dynamic-evaluation@2")),
        arguments("a?.b?.eval(1); eval('1')", List.of("dynamic-evaluation@1")));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void scan_program_showsItsSigns(String code, List<String> signs) {
    assertThat(Seen.signs("javascript", code)).containsExactlyInAnyOrderElementsOf(signs);
    assertThat(Seen.signs("typescript", code)).containsExactlyInAnyOrderElementsOf(signs);
  }

  @Test
  void scan_imports_areNamedWithoutTheSchemeAndWithTheirPackage() {
    assertThat(
            Seen.scan(
                    "javascript",
                    "import a, {b} from 'lodash/fp'\nimport c from '@x/y/z'\nrequire('node:fs')")
                .imports())
        .containsExactly(
            new Import("lodash/fp", "lodash", 1),
            new Import("@x/y/z", "@x/y", 2),
            new Import("fs", "fs", 3));
  }
}

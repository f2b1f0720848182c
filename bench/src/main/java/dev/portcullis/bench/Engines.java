package dev.portcullis.bench;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimLong;
import dev.portcullis.governor.Governor;
import dev.portcullis.governor.Judgement;
import dev.portcullis.governor.Settings;
import dev.portcullis.governor.document.PolicyReader;
import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Facts;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.limits.PartialLimits;
import dev.portcullis.governor.policy.Policy;
import dev.portcullis.governor.scan.CodeScanner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;

/** The three engines with the same policy, ready to decide the same request. */
record Engines(
    Governor governor,
    Settings settings,
    Request request,
    Enforcer casbin,
    BasicAuthorizationEngine engine,
    PolicySet policies,
    AuthorizationRequest question,
    Entities entities) {

  static Engines of(int rules) throws Exception {
    Policy policy =
        new PolicyReader().read(Policies.portcullis(rules).getBytes(StandardCharsets.UTF_8));
    PolicySet policies = Policies.cedar(rules);
    policies.cache();
    return new Engines(
        new Governor(policy),
        Settings.initialOf(policy, 1),
        program(),
        casbin(rules),
        new BasicAuthorizationEngine(),
        policies,
        new AuthorizationRequest(
            EntityUID.parse("User::\"alice\"").orElseThrow(),
            EntityUID.parse("Action::\"create\"").orElseThrow(),
            EntityUID.parse("Host::\"this\"").orElseThrow(),
            Map.of("size", new PrimLong(40))),
        new Entities());
  }

  Judgement portcullis() {
    return governor.judge(request, settings);
  }

  boolean jcasbin() {
    return casbin.enforce("alice", "create", Policies.size(40));
  }

  AuthorizationResponse cedar() throws AuthException {
    return engine.isAuthorized(question, policies, entities);
  }

  private static Request program() {
    byte[] code = "import json\nprint(json.dumps({'a': 1}))\n".getBytes(StandardCharsets.UTF_8);
    return new Request(
        Action.EXECUTION_CREATE,
        new Principal("alice", Set.of(Role.AGENT), "key"),
        Source.API,
        Optional.of("python"),
        Optional.of("python"),
        Optional.empty(),
        PartialLimits.NONE,
        Facts.of(CodeScanner.scan("python", code)),
        Instant.EPOCH);
  }

  private static Enforcer casbin(int rules) {
    Model model = new Model();
    model.loadModelFromText(Policies.casbinModel());
    Enforcer casbin = new Enforcer(model);
    casbin.enableLog(false);
    casbin.addPolicies(Policies.casbin(rules));
    return casbin;
  }
}

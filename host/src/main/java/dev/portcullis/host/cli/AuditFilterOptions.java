package dev.portcullis.host.cli;

import dev.portcullis.client.AuditFilter;
import dev.portcullis.client.AuditQuery;
import picocli.CommandLine.Option;

/** The filters of the audit, an option each. */
final class AuditFilterOptions {
  private AuditQuery query = AuditQuery.ALL;

  /** All of them together. */
  AuditQuery query() {
    return query;
  }

  private void where(AuditFilter filter, String value) {
    query = query.where(filter, value);
  }

  @Option(names = "--principal", paramLabel = "ID", description = "Who asked.")
  void principal(String value) {
    where(AuditFilter.PRINCIPAL, value);
  }

  @Option(names = "--action", paramLabel = "ACTION", description = "Such as execution.create.")
  void action(String value) {
    where(AuditFilter.ACTION, value);
  }

  @Option(names = "--decision", paramLabel = "allow|warn|block", description = "What was enforced.")
  void decision(String value) {
    where(AuditFilter.DECISION, value);
  }

  @Option(
      names = "--computed",
      paramLabel = "allow|warn|block",
      description = "What the policy computed.")
  void computed(String value) {
    where(AuditFilter.COMPUTED, value);
  }

  @Option(
      names = "--stage",
      paramLabel = "decided|finished|admin|system",
      description = "What kind of record.")
  void stage(String value) {
    where(AuditFilter.STAGE, value);
  }

  @Option(names = "--skill", paramLabel = "NAME", description = "Which skill.")
  void skill(String value) {
    where(AuditFilter.SKILL, value);
  }

  @Option(names = "--rule", paramLabel = "ID", description = "A rule that determined the decision.")
  void rule(String value) {
    where(AuditFilter.RULE, value);
  }

  @Option(names = "--cause", paramLabel = "CAUSE", description = "How an execution ended.")
  void cause(String value) {
    where(AuditFilter.CAUSE, value);
  }

  @Option(
      names = "--problem",
      paramLabel = "CODE",
      description = "With which problem an execution was refused.")
  void problem(String value) {
    where(AuditFilter.PROBLEM, value);
  }

  @Option(
      names = "--source",
      paramLabel = "DOOR",
      description = "Through which door: api, cli, console, cron or mcp.")
  void source(String value) {
    where(AuditFilter.SOURCE, value);
  }

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Of an execution, a decision, a request or a trace.")
  void id(String value) {
    where(AuditFilter.ID, value);
  }

  @Option(names = "--key", paramLabel = "ID", description = "The id of an API key.")
  void key(String value) {
    where(AuditFilter.KEY, value);
  }

  @Option(names = "--client-ip", paramLabel = "ADDRESS", description = "From which address.")
  void clientIp(String value) {
    where(AuditFilter.CLIENT_IP, value);
  }

  @Option(names = "--language", paramLabel = "NAME", description = "In which language.")
  void language(String value) {
    where(AuditFilter.LANGUAGE, value);
  }

  @Option(names = "--profile", paramLabel = "NAME", description = "In which kind of sandbox.")
  void profile(String value) {
    where(AuditFilter.PROFILE, value);
  }

  @Option(names = "--mode", paramLabel = "MODE", description = "In which mode of the governor.")
  void mode(String value) {
    where(AuditFilter.MODE, value);
  }

  @Option(names = "--policy", paramLabel = "DIGEST", description = "Under which policy.")
  void policy(String value) {
    where(AuditFilter.POLICY, value);
  }

  @Option(
      names = "--min-risk",
      paramLabel = "RISK",
      description = "At least this risk, from 1 to 100.")
  void minRisk(String value) {
    where(AuditFilter.MIN_RISK, value);
  }

  @Option(
      names = "--text",
      paramLabel = "WORDS",
      description = "Beginnings of words of messages and rules.")
  void text(String value) {
    where(AuditFilter.TEXT, value);
  }

  @Option(names = "--from", paramLabel = "TIME", description = "Not before.")
  void from(String value) {
    where(AuditFilter.FROM, value);
  }

  @Option(names = "--to", paramLabel = "TIME", description = "Before.")
  void to(String value) {
    where(AuditFilter.TO, value);
  }
}

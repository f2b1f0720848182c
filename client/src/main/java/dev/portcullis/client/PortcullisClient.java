package dev.portcullis.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host, over HTTP. Safe for use by many threads.
 *
 * <p>Every method throws {@link ProblemException} where the host answered with a problem, and
 * {@link IOException} where it could not be reached, did not answer in time or answered something
 * else. Nothing is sent twice.
 */
public final class PortcullisClient implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Queueing, the longest wall time of any profile, and the way there and back. */
  private static final Duration EXECUTION_TIMEOUT = Duration.ofMinutes(15);

  private final Http http;
  private final Duration timeout;
  private final Duration executionTimeout;

  /**
   * @param url where the host listens, such as {@code http://127.0.0.1:8787}
   * @param key {@code ptc_...}; empty for the routes that need none
   */
  public PortcullisClient(URI url, String key) {
    this(url, key, CONNECT_TIMEOUT, TIMEOUT, EXECUTION_TIMEOUT);
  }

  /**
   * @param timeout for every answer but that of a program that is waited for
   * @param executionTimeout for a program that is waited for
   */
  public PortcullisClient(
      URI url, String key, Duration connectTimeout, Duration timeout, Duration executionTimeout) {
    this.http = new Http(url, key, connectTimeout);
    this.timeout = timeout;
    this.executionTimeout = executionTimeout;
  }

  /** Runs a program and waits for its end. */
  public Execution run(ExecutionRequest request)
      throws IOException, ProblemException, InterruptedException {
    return execution(create(request, "", Map.of(), executionTimeout));
  }

  /** Runs a program unless a request of this key and {@code idempotencyKey} already did. */
  public Execution run(ExecutionRequest request, String idempotencyKey)
      throws IOException, ProblemException, InterruptedException {
    return execution(
        create(request, "", Map.of("Idempotency-Key", idempotencyKey), executionTimeout));
  }

  /** Has a program run, and returns while it is queued or running. */
  public Execution submit(ExecutionRequest request)
      throws IOException, ProblemException, InterruptedException {
    return execution(create(request, "", Map.of("Prefer", "respond-async"), timeout));
  }

  /** Decides and records, and runs nothing. */
  public Execution dryRun(ExecutionRequest request)
      throws IOException, ProblemException, InterruptedException {
    return execution(create(request, "?dry_run=true", Map.of(), timeout));
  }

  private Http.Answer create(
      ExecutionRequest request, String query, Map<String, String> headers, Duration within)
      throws IOException, ProblemException, InterruptedException {
    return http.send("POST", "/v1/executions" + query, headers, request, within);
  }

  /** One execution as it stands. */
  public Execution execution(String id) throws IOException, ProblemException, InterruptedException {
    return execution(get("/v1/executions/" + Http.encode(id)));
  }

  /** Executions, the newest first, from {@code cursor} on or from the start. */
  public Page<Execution> executions(@Nullable String cursor)
      throws IOException, ProblemException, InterruptedException {
    return page(get("/v1/executions" + Http.query(Http.cursor(cursor))), Execution.class);
  }

  /** Ends an execution; it is finished with the cause {@code cancelled} soon after. */
  public void cancel(String id) throws IOException, ProblemException, InterruptedException {
    http.send("DELETE", "/v1/executions/" + Http.encode(id), Map.of(), null, timeout);
  }

  /** The bytes of a file the program left. */
  public byte[] artifact(String id, int index)
      throws IOException, ProblemException, InterruptedException {
    return http.bytes("/v1/executions/" + Http.encode(id) + "/artifacts/" + index, timeout);
  }

  /** What this host runs. */
  public Page<Language> languages() throws IOException, ProblemException, InterruptedException {
    return page(get("/v1/languages"), Language.class);
  }

  /** What must hold before anything runs; checks that fail are in the report, not thrown. */
  public Report preflight() throws IOException, ProblemException, InterruptedException {
    return report("/v1/preflight");
  }

  /** Whether the host takes work. */
  public boolean ready() throws IOException, InterruptedException {
    try {
      http.send("GET", "/v1/ready", Map.of(), null, timeout);
      return true;
    } catch (ProblemException _) {
      return false;
    }
  }

  /** How the host is; checks that fail are in the report, not thrown. */
  public Report health() throws IOException, ProblemException, InterruptedException {
    return report("/v1/health");
  }

  /** The governor's configuration with the tag a change must name. */
  public GovernorConfig governorConfig()
      throws IOException, ProblemException, InterruptedException {
    return config(get("/v1/governor/config"));
  }

  /**
   * Changes the governor's configuration if it is still the one read under {@code etag}; a problem
   * of status 412 says that it is not.
   */
  public GovernorConfig changeGovernor(GovernorChange change, String etag)
      throws IOException, ProblemException, InterruptedException {
    return config(
        http.send("PATCH", "/v1/governor/config", Map.of("If-Match", etag), change, timeout));
  }

  /** Has the host keep a policy, which does not make it rule; its digest. */
  public String keepPolicy(byte[] document)
      throws IOException, ProblemException, InterruptedException {
    return http.sendBytes("/v1/governor/policies", "application/yaml", document, timeout)
        .body()
        .path("digest")
        .asText();
  }

  /** Every policy the host keeps, the newest first. */
  public Page<KeptPolicy> policies() throws IOException, ProblemException, InterruptedException {
    return page(get("/v1/governor/policies"), KeptPolicy.class);
  }

  /** The bytes of a policy the host keeps. */
  public byte[] policy(String digest) throws IOException, ProblemException, InterruptedException {
    return http.bytes("/v1/governor/policies/" + Http.encode(digest), timeout);
  }

  /**
   * Makes a kept policy rule if the configuration is still the one read under {@code etag}; a
   * problem of status 412 says that it is not.
   */
  public GovernorConfig activatePolicy(String digest, String etag)
      throws IOException, ProblemException, InterruptedException {
    return config(
        http.send(
            "POST",
            "/v1/governor/policies/" + Http.encode(digest) + "/activate",
            Map.of("If-Match", etag),
            null,
            timeout));
  }

  /** What would be decided and why; nothing runs and nothing is counted. */
  public JsonNode explain(ExplainRequest request)
      throws IOException, ProblemException, InterruptedException {
    return http.send("POST", "/v1/governor/explain", Map.of(), request, timeout).body();
  }

  /**
   * What a kept policy would have decided otherwise; takes as long as the journal is large.
   *
   * @param from a time of RFC 3339, or null for the journal's beginning
   * @param to a time of RFC 3339, or null for its end
   */
  public ReplayReport replay(String policyDigest, @Nullable String from, @Nullable String to)
      throws IOException, ProblemException, InterruptedException {
    Map<String, String> wish = new HashMap<>();
    wish.put("policy_digest", policyDigest);
    if (from != null) {
      wish.put("from", from);
    }
    if (to != null) {
      wish.put("to", to);
    }
    return Wire.JSON.treeToValue(
        http.send("POST", "/v1/governor/replay", Map.of(), wish, executionTimeout).body(),
        ReplayReport.class);
  }

  /** Ends everything that runs and admits nothing until {@link #resume}. */
  public JsonNode kill(String reason) throws IOException, ProblemException, InterruptedException {
    return http.send("POST", "/v1/kill", Map.of(), Map.of("reason", reason), timeout).body();
  }

  /** Admits work again. */
  public JsonNode resume() throws IOException, ProblemException, InterruptedException {
    return http.send("POST", "/v1/resume", Map.of(), Map.of(), timeout).body();
  }

  /** Audit records as the journal has them. */
  public Page<JsonNode> audit(AuditQuery query)
      throws IOException, ProblemException, InterruptedException {
    return page(get("/v1/audit" + Http.query(query.parameters())), JsonNode.class);
  }

  /** Decisions in short. */
  public Page<JsonNode> auditDecisions(AuditQuery query)
      throws IOException, ProblemException, InterruptedException {
    return page(get("/v1/audit/decisions" + Http.query(query.parameters())), JsonNode.class);
  }

  /** What a stretch of time comes to. */
  public AuditSummary auditSummary(AuditSpan span)
      throws IOException, ProblemException, InterruptedException {
    return Wire.JSON.treeToValue(
        get("/v1/audit/summary" + Http.query(span.parameters())).body(), AuditSummary.class);
  }

  /** Every action there was, and how often. */
  public Page<ActionCount> auditActions(AuditSpan span)
      throws IOException, ProblemException, InterruptedException {
    return page(get("/v1/audit/actions" + Http.query(span.parameters())), ActionCount.class);
  }

  /** What the journal offers besides its records: proofs, exports, the stream, the archive. */
  public AuditLog auditLog() {
    return new AuditLog(http, timeout);
  }

  /** Makes a key; the only answer that shows it. */
  public ApiKey createKey(NewKey key) throws IOException, ProblemException, InterruptedException {
    return key(http.send("POST", "/v1/keys", Map.of(), key, timeout));
  }

  /** Every key, without the keys themselves. */
  public Page<ApiKey> keys() throws IOException, ProblemException, InterruptedException {
    return page(get("/v1/keys"), ApiKey.class);
  }

  /** Replaces a key by another of the same principal; the old one is refused from now on. */
  public ApiKey rotateKey(String id) throws IOException, ProblemException, InterruptedException {
    return key(
        http.send("POST", "/v1/keys/" + Http.encode(id) + "/rotate", Map.of(), null, timeout));
  }

  /** Has a key refused from now on. */
  public void revokeKey(String id) throws IOException, ProblemException, InterruptedException {
    http.send("DELETE", "/v1/keys/" + Http.encode(id), Map.of(), null, timeout);
  }

  private Http.Answer get(String path) throws IOException, ProblemException, InterruptedException {
    return http.send("GET", path, new HashMap<>(), null, timeout);
  }

  private Report report(String path) throws IOException, ProblemException, InterruptedException {
    JsonNode document = http.sendForReport(path, timeout).body();
    JsonNode checks = document.path("checks");
    return new Report(
        document.path("status").asText(),
        Wire.JSON
            .readerForListOf(Report.Check.class)
            .readValue(checks.isArray() ? checks : Wire.JSON.createArrayNode()),
        document);
  }

  private static Execution execution(Http.Answer answer) throws IOException {
    return Wire.JSON.treeToValue(answer.body(), Execution.class);
  }

  private static GovernorConfig config(Http.Answer answer) throws IOException {
    return Wire.JSON.treeToValue(answer.body(), GovernorConfig.class).tagged(answer.etag());
  }

  private static ApiKey key(Http.Answer answer) throws IOException {
    return Wire.JSON.treeToValue(answer.body(), ApiKey.class);
  }

  private static <T> Page<T> page(Http.Answer answer, Class<T> type) throws IOException {
    JsonNode next = answer.body().path("next_cursor");
    return new Page<>(Http.items(answer.body(), type), next.isTextual() ? next.asText() : null);
  }

  /** Lets go of the connections; what is under way fails. */
  @Override
  public void close() {
    http.close();
  }
}

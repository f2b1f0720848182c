package dev.portcullis.host.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.PreflightCheck;
import dev.portcullis.host.sandbox.Profile;
import dev.portcullis.host.sandbox.Receipt;
import dev.portcullis.host.sandbox.ReceiptDriftException;
import dev.portcullis.host.sandbox.Sandbox;
import dev.portcullis.host.sandbox.SandboxDriver;
import dev.portcullis.host.sandbox.SandboxSpec;
import dev.portcullis.host.sandbox.runner.Conversation;
import dev.portcullis.host.sandbox.runner.RunnerLostException;
import dev.portcullis.host.sandbox.runner.RunnerReceipt;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sandboxes as containers. Nothing is asked of the engine before the first call needs it, so
 * a host also starts while its engine is away.
 */
public final class DockerDriver implements SandboxDriver {
  private static final Logger LOG = LoggerFactory.getLogger(DockerDriver.class);

  private final DockerConfig config;
  private final List<Profile> profiles;
  private final BiFunction<DockerClient, ContainerPlan, CreateContainerCmd> creation;
  private final SecureRandom random = new SecureRandom();
  private final Engine engine;
  private final Removals removals;
  private final Deadlines deadlines = new Deadlines();
  private final UidRange uids;

  /** Every sandbox that was begun and not yet found gone, by its id. */
  private final Map<String, Begun> live = new ConcurrentHashMap<>();

  private volatile boolean closed;

  /** Over the engine of {@code config}; {@code profiles} are what preflight looks for. */
  public DockerDriver(DockerConfig config, List<Profile> profiles) {
    this(config, profiles, ContainerCreation::of);
  }

  /** Creates containers as {@code creation} says, and checks them against the plan all the same. */
  DockerDriver(
      DockerConfig config,
      List<Profile> profiles,
      BiFunction<DockerClient, ContainerPlan, CreateContainerCmd> creation) {
    this.config = config;
    this.profiles = List.copyOf(profiles);
    this.creation = creation;
    this.engine = new Engine(config.engine(), config.callTimeout());
    this.removals = new Removals(engine);
    this.uids = new UidRange(config.firstUid(), config.lastUid(), random);
  }

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public Sandbox create(SandboxSpec spec)
      throws EngineUnavailableException, ReceiptDriftException, InterruptedException {
    if (closed) {
      throw new EngineUnavailableException("the driver is closed");
    }
    EngineFacts facts = engine.facts();
    int uid =
        uids.take()
            .orElseThrow(
                () -> new EngineUnavailableException("every user id of " + uids + " is in use"));
    byte[] id = new byte[10];
    random.nextBytes(id);
    String sandboxId = HexFormat.of().formatHex(id);
    ContainerPlan plan = ContainerPlan.of(spec, config, facts, sandboxId, uid);
    Begun begun = new Begun(plan);
    live.put(sandboxId, begun);
    try {
      DockerSandbox sandbox = begun.start(spec, facts);
      if (closed) {
        throw new EngineUnavailableException("the driver is closed");
      }
      return sandbox;
    } catch (EngineUnavailableException
        | ReceiptDriftException
        | InterruptedException
        | RuntimeException failed) {
      begun.remove();
      throw failed;
    }
  }

  @Override
  public List<PreflightCheck> preflight() throws InterruptedException {
    return new DockerPreflight(config, profiles, engine).run();
  }

  @Override
  public int sweep() throws EngineUnavailableException, InterruptedException {
    List<Container> ours =
        engine.call(
            "list containers",
            client ->
                client
                    .listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(Map.of(ContainerPlan.HOME_LABEL, config.instanceId()))
                    .exec());
    int removed = 0;
    for (Container container : ours) {
      String sandboxId = container.getLabels().get(ContainerPlan.SANDBOX_LABEL);
      if (sandboxId != null && live.containsKey(sandboxId)) {
        continue;
      }
      if (removals.remove(container.getId(), () -> {})) {
        LOG.info("removed container {}, which no sandbox owned", container.getId());
        removed++;
      }
    }
    return removed;
  }

  @Override
  public void close() {
    closed = true;
    List<Thread> closing = new ArrayList<>();
    for (Begun begun : live.values()) {
      closing.add(Thread.ofVirtual().start(begun::close));
    }
    try {
      for (Thread thread : closing) {
        thread.join(config.callTimeout());
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    removals.close();
    deadlines.close();
    try {
      engine.close();
    } catch (EngineUnavailableException failed) {
      LOG.warn("closing the driver: {}", failed.getMessage());
    }
  }

  /** A sandbox from the moment its id is known until its container is gone. */
  private final class Begun {
    private final ContainerPlan plan;
    private volatile @Nullable DockerSandbox sandbox;

    Begun(ContainerPlan plan) {
      this.plan = plan;
    }

    DockerSandbox start(SandboxSpec spec, EngineFacts facts)
        throws EngineUnavailableException, ReceiptDriftException, InterruptedException {
      String id;
      try {
        id =
            engine.call(
                "create the container", client -> creation.apply(client, plan).exec().getId());
      } catch (NotFoundException noImage) {
        throw new EngineUnavailableException(
            "the engine has no image " + plan.imageId() + "; build the profiles", noImage);
      }
      AttachedStream stream;
      try {
        stream = AttachedStream.connect(config.engine());
      } catch (IOException unreachable) {
        throw new EngineUnavailableException("the engine cannot be reached", unreachable);
      }
      boolean kept = false;
      try (Deadlines.Deadline _ = deadlines.arm(config.startTimeout(), stream::close)) {
        stream.upgrade(facts.apiVersion(), id);
        engine.call("start the container", client -> client.startContainerCmd(id).exec());
        Conversation conversation =
            new Conversation(stream.input(), stream.output(), config.artifacts());
        RunnerReceipt inside = conversation.receipt();
        InspectContainerResponse outside =
            engine.call("inspect the container", client -> client.inspectContainerCmd(id).exec());
        Receipt receipt = Receipts.agreed(inside, outside, plan);
        conversation.awaitReady();
        DockerSandbox made =
            new DockerSandbox(
                spec, receipt, id, engine, deadlines, stream, conversation, this::remove);
        sandbox = made;
        kept = true;
        return made;
      } catch (NotFoundException gone) {
        throw new EngineUnavailableException("the container went away while it started", gone);
      } catch (RunnerLostException lost) {
        throw new EngineUnavailableException(
            "the sandbox did not start: " + lost.getMessage(), lost);
      } catch (IOException broken) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while a sandbox started");
        }
        throw new EngineUnavailableException(
            "the sandbox did not start within " + config.startTimeout().toMillis() + " ms", broken);
      } finally {
        if (!kept) {
          stream.close();
        }
      }
    }

    void close() {
      DockerSandbox made = sandbox;
      if (made == null) {
        remove();
      } else {
        made.close();
      }
    }

    void remove() {
      removals.remove(
          plan.name(),
          () -> {
            if (live.remove(plan.sandboxId(), this)) {
              uids.release(plan.uid());
            }
          });
    }
  }
}

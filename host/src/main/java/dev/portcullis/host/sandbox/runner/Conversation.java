package dev.portcullis.host.sandbox.runner;

import dev.portcullis.governor.limits.Limits;
import dev.portcullis.host.sandbox.Bytes;
import dev.portcullis.host.sandbox.Exit;
import dev.portcullis.host.sandbox.Outcome;
import dev.portcullis.host.sandbox.OutputSink;
import dev.portcullis.host.sandbox.Program;
import dev.portcullis.host.sandbox.ProgramFile;
import dev.portcullis.host.sandbox.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One conversation with a runner, from its receipt to its exit: {@link #receipt}, {@link
 * #awaitReady}, {@link #deliver}, {@link #start}, {@link #follow}, each once and in this order, by
 * one thread at a time. Only {@link #cancel} may be called by another meanwhile.
 *
 * <p>It has no clock of its own: whoever owns the streams closes them when time is up, and what
 * blocks here then fails with an {@link IOException}.
 */
public final class Conversation {
  private static final Set<FrameType> RECEIPT = EnumSet.of(FrameType.RECEIPT);
  private static final Set<FrameType> READY = EnumSet.of(FrameType.READY);
  private static final int STANDBY = 1;
  private static final int AFRESH = 0;

  private enum State {
    NEW,
    RECEIVED,
    READY,
    DELIVERED,
    STARTED,
    ENDED
  }

  private final FrameReader reader;
  private final FrameWriter writer;
  private final ArtifactBounds bounds;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile State state = State.NEW;
  private volatile boolean cancelled;

  /** Over the streams to and from the runner's standard output and input. */
  public Conversation(InputStream fromRunner, OutputStream toRunner, ArtifactBounds bounds) {
    this.reader = new FrameReader(fromRunner);
    this.writer = new FrameWriter(toRunner);
    this.bounds = bounds;
  }

  /** Waits for the runner's receipt. */
  public RunnerReceipt receipt() throws RunnerLostException, IOException {
    advance(State.NEW, State.RECEIVED);
    return RunnerReceipt.of(reader.next(RECEIPT).payload());
  }

  /** Waits until the standby interpreter is warm, where there is one. */
  public void awaitReady() throws RunnerLostException, IOException {
    advance(State.RECEIVED, State.READY);
    reader.next(READY);
  }

  /** Sends the program's files and its standard input; the program does not run yet. */
  public void deliver(Program program) throws IOException {
    advance(State.READY, State.DELIVERED);
    for (ProgramFile file : program.files()) {
      if (cancelled) {
        return;
      }
      FrameWriter.Fields fields =
          new FrameWriter.Fields()
              .text(1, file.path())
              .number4(2, file.executable() ? 0755 : 0644)
              .number8(3, file.content().size());
      send(FrameType.FILE, fields.toBytes(), FrameType.DATA, file.content());
    }
    send(FrameType.STDIN, program.stdin());
  }

  /**
   * Starts the program, unless it was cancelled before.
   *
   * @param useStandby whether a warm interpreter of the program's language waits
   * @return whether it was started
   */
  public boolean start(Program program, boolean useStandby) throws IOException {
    FrameWriter.Fields fields = new FrameWriter.Fields();
    for (String element : program.language().command()) {
      fields.text(1, element.equals("{entry}") ? "/workspace/" + program.entry() : element);
    }
    for (String argument : program.arguments()) {
      fields.text(1, argument);
    }
    for (String variable : GuestEnvironment.of(program.environment())) {
      fields.text(2, variable);
    }
    Limits limits = program.limits();
    fields
        .number8(3, limits.wall().toMillis())
        .number8(4, limits.cpu().toMillis())
        .number8(5, limits.output().bytes())
        .number8(6, limits.workspace().bytes());
    for (String glob : program.artifacts()) {
      fields.text(7, glob);
    }
    boolean standby = useStandby && GuestEnvironment.suitsStandby(program.environment());
    fields
        .number4(8, bounds.count())
        .number8(9, bounds.total().bytes())
        .number1(10, standby ? STANDBY : AFRESH);
    byte[] payload = fields.toBytes();
    writing.lock();
    try {
      if (cancelled) {
        advance(State.DELIVERED, State.ENDED);
        return false;
      }
      advance(State.DELIVERED, State.STARTED);
      writer.write(FrameType.START, payload);
      writer.flush();
      return true;
    } finally {
      writing.unlock();
    }
  }

  /**
   * Passes the program's output on until it ended.
   *
   * @throws RunnerLostException at the first violation; output passed on before stays passed on
   */
  public Outcome follow(Program program, OutputSink sink) throws RunnerLostException, IOException {
    if (state != State.STARTED) {
      throw new IllegalStateException("nothing was started: " + state);
    }
    long began = System.nanoTime();
    Harvest harvest = new Harvest(program.limits().output().bytes(), bounds);
    while (true) {
      Frame frame = reader.next(harvest.expected());
      switch (frame.type()) {
        case STDOUT -> {
          harvest.stdout(frame.payload());
          sink.stdout(frame.payload());
        }
        case STDERR -> {
          harvest.stderr(frame.payload());
          sink.stderr(frame.payload());
        }
        case ARTIFACT -> harvest.artifact(frame.payload());
        case ARTIFACT_DATA -> harvest.artifactData(frame.payload());
        case EXIT -> {
          ExitFrame exit = ExitFrame.of(frame.payload());
          harvest.agreesWith(exit);
          if (exit.exit() instanceof Exit.Stopped(var reason, _, _, _)
              && reason == Exit.Reason.CANCELLED
              && !cancelled) {
            throw new RunnerLostException("the runner says that a cancel came, and none did");
          }
          state = State.ENDED;
          return new Outcome(
              exit.exit(),
              bounded(exit.usage(), Duration.ofNanos(System.nanoTime() - began)),
              harvest.artifacts());
        }
        case FILE, DATA, STDIN, START, CANCEL, RECEIPT, READY, FAILURE ->
            throw new IllegalStateException("never expected here: " + frame.type());
      }
    }
  }

  /** Asks the runner to kill the program, or keeps it from starting. Idempotent. */
  public void cancel() throws IOException {
    writing.lock();
    try {
      if (cancelled) {
        return;
      }
      cancelled = true;
      if (state == State.STARTED) {
        writer.write(FrameType.CANCEL, new byte[0]);
        writer.flush();
      }
    } finally {
      writing.unlock();
    }
  }

  /** No program took longer than the host waited for it, whatever the runner says. */
  private static Usage bounded(Usage usage, Duration waited) {
    return usage.wall().compareTo(waited) <= 0
        ? usage
        : new Usage(waited, usage.cpu(), usage.peakMemoryBytes());
  }

  private void send(FrameType type, byte[] fields, FrameType dataType, Bytes data)
      throws IOException {
    writing.lock();
    try {
      writer.write(type, fields);
      writer.writeAll(dataType, data);
    } finally {
      writing.unlock();
    }
  }

  private void send(FrameType type, Bytes data) throws IOException {
    writing.lock();
    try {
      writer.writeAll(type, data);
    } finally {
      writing.unlock();
    }
  }

  private void advance(State from, State to) {
    if (state != from) {
      throw new IllegalStateException("expected to be " + from + " and was " + state);
    }
    state = to;
  }
}

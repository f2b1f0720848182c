package dev.portcullis.host.cli;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(Portcullis.execute(Terminal.system(), args));
  }
}

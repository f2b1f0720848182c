package dev.portcullis.host.audit.tlog;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Opens notes by C2SP signed-note. */
final class SignedNote {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_SIGNATURES = 100;
  private static final String DASH = "— ";

  private SignedNote() {}

  /**
   * The text that {@code key} signed; signatures of other keys are passed over.
   *
   * @throws MalformedNoteException if it is no note, or {@code key} did not sign it
   */
  static String open(byte[] note, NoteKey key) throws MalformedNoteException {
    String all = decode(note);
    int split = all.lastIndexOf("\n\n");
    if (split < 0 || split + 2 >= all.length() || !all.endsWith("\n")) {
      throw new MalformedNoteException("not a note: it has no signatures");
    }
    String text = all.substring(0, split + 1);
    String[] lines = all.substring(split + 2, all.length() - 1).split("\n", -1);
    if (lines.length > MAX_SIGNATURES) {
      throw new MalformedNoteException("not a note: it has too many signatures");
    }
    boolean signed = false;
    for (String line : lines) {
      signed |= isSignedBy(key, line, text);
    }
    if (!signed) {
      throw new MalformedNoteException("the note is not signed by " + key);
    }
    return text;
  }

  private static boolean isSignedBy(NoteKey key, String line, String text)
      throws MalformedNoteException {
    String[] words = line.startsWith(DASH) ? line.substring(2).split(" ", -1) : new String[0];
    if (words.length != 2 || words[0].isEmpty() || words[0].contains("+")) {
      throw new MalformedNoteException("not a note: a line is no signature");
    }
    byte[] tagged = NoteKey.decode(words[1]);
    if (tagged.length <= Integer.BYTES) {
      throw new MalformedNoteException("not a note: a signature is too short");
    }
    if (!words[0].equals(key.name()) || ByteBuffer.wrap(tagged).getInt() != key.id()) {
      return false;
    }
    byte[] signature = Arrays.copyOfRange(tagged, Integer.BYTES, tagged.length);
    if (!key.signed(text.getBytes(StandardCharsets.UTF_8), signature)) {
      throw new MalformedNoteException("the signature of " + key + " does not fit the note");
    }
    return true;
  }

  private static String decode(byte[] note) throws MalformedNoteException {
    if (note.length > MAX_BYTES) {
      throw new MalformedNoteException("not a note: it is too long");
    }
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(note));
      if (text.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
        throw new MalformedNoteException("not a note: it has control characters");
      }
      return text.toString();
    } catch (CharacterCodingException malformed) {
      throw new MalformedNoteException("not a note: it is not UTF-8", malformed);
    }
  }
}

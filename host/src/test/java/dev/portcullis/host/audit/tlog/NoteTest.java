package dev.portcullis.host.audit.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys and notes are the published ones of golang.org/x/mod, {@code sumdb/note/note_test.go}. */
class NoteTest {
  private static final String VERIFIER =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String SIGNER =
      "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
  private static final String ENOCH =
      "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
  private static final String TEXT =
      "If you think cryptography is the answer to your problem,\n"
          + "then you don't know what your problem is.\n";
  private static final String PETERS =
      "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6"
          + "KE6RyyBwJnAM=\n";
  private static final String ENOCHS =
      "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33"
          + "WWd1RvMc+QQ=\n";

  @Test
  void sign_publishedKeyAndText_isThePublishedNote() throws MalformedNoteException {
    assertThat(NoteSigner.parse(SIGNER).sign(TEXT)).isEqualTo(TEXT + "\n" + PETERS);
  }

  @Test
  void signer_publishedKey_hasThePublishedVerifier() throws MalformedNoteException {
    NoteSigner signer = NoteSigner.parse(SIGNER);
    assertThat(signer.verifier()).hasToString(VERIFIER);
    assertThat(signer.reveal()).isEqualTo(SIGNER);
    assertThat(signer.toString()).doesNotContain(SIGNER.substring(34));
  }

  @Test
  void open_notesOfTwoKeys_isOpenedByEither() throws MalformedNoteException {
    byte[] note = (TEXT + "\n" + PETERS + ENOCHS).getBytes(StandardCharsets.UTF_8);
    assertThat(SignedNote.open(note, NoteKey.parse(VERIFIER))).isEqualTo(TEXT);
    assertThat(SignedNote.open(note, NoteKey.parse(ENOCH))).isEqualTo(TEXT);
  }

  @Test
  void open_malformedOrForeign_isRefused() throws MalformedNoteException {
    NoteKey peter = NoteKey.parse(VERIFIER);
    for (String bad :
        List.of(
            TEXT,
            TEXT + "\n",
            TEXT + "\n" + PETERS.substring(0, PETERS.length() - 1),
            "\u0001" + TEXT + "\n" + PETERS,
            TEXT + "\n" + ENOCHS,
            TEXT
                + "\n— Bad Name x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg\n",
            TEXT + "\n" + PETERS + "Unexpected line.\n",
            TEXT.replace("answer", "Answer") + "\n" + PETERS,
            TEXT + "\n" + PETERS.substring(0, 60) + "ABCD" + PETERS.substring(60),
            TEXT + "\n" + PETERS.repeat(101))) {
      assertThatThrownBy(() -> SignedNote.open(bad.getBytes(StandardCharsets.UTF_8), peter))
          .as(bad)
          .isInstanceOf(MalformedNoteException.class);
    }
    byte[] notUtf8 = ("x" + TEXT + "\n" + PETERS).getBytes(StandardCharsets.UTF_8);
    notUtf8[0] = (byte) 0xff;
    assertThatThrownBy(() -> SignedNote.open(notUtf8, peter))
        .isInstanceOf(MalformedNoteException.class);
  }

  @Test
  void parse_everyPieceAndEveryChangeOfAKey_isRefused() {
    for (String key : List.of(VERIFIER, SIGNER)) {
      for (int from = 0; from <= key.length(); from++) {
        for (int to = from; to <= key.length(); to++) {
          if (from != 0 || to != key.length()) {
            assertRefused(key.substring(from, to));
          }
        }
      }
      for (int at = 0; at < key.length(); at++) {
        char next = (char) (key.charAt(at) + 1);
        assertRefused(key.substring(0, at) + next + key.substring(at + 1));
      }
    }
    assertRefused("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==");
    assertRefused("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  }

  @Test
  void checkpoint_signed_isReadBackAndOthersAreNot() throws MalformedNoteException {
    NoteSigner signer = NoteSigner.generate("example.com/log", new SecureRandom());
    Checkpoint checkpoint = new Checkpoint("example.com/log", 20_852_163, TreeHash.EMPTY);
    String note = checkpoint.sign(signer);
    assertThat(note)
        .startsWith(
            "example.com/log\n20852163\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— ");
    assertThat(Checkpoint.open(note.getBytes(StandardCharsets.UTF_8), signer.verifier()))
        .isEqualTo(checkpoint);
    for (String text :
        List.of(
            "example.com/log\n1\n",
            "other\n1\n" + TreeHash.EMPTY.base64() + "\n",
            "example.com/log\n01\n" + TreeHash.EMPTY.base64() + "\n",
            "example.com/log\n-1\n" + TreeHash.EMPTY.base64() + "\n",
            "example.com/log\n1\nAAAA\n",
            "example.com/log\n1\n" + TreeHash.EMPTY.base64() + "\n\nextension\n")) {
      byte[] signed = signer.sign(text).getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> Checkpoint.open(signed, signer.verifier()))
          .as(text)
          .isInstanceOf(MalformedNoteException.class);
    }
  }

  private static void assertRefused(String key) {
    assertThatThrownBy(() -> NoteKey.parse(key)).as(key).isInstanceOf(MalformedNoteException.class);
    assertThatThrownBy(() -> NoteSigner.parse(key))
        .as(key)
        .isInstanceOf(MalformedNoteException.class);
  }
}

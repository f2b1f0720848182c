package dev.portcullis.host.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UidRangeTest {
  @Test
  void take_asManyAsThereAre_givesEachOnce() {
    UidRange range = new UidRange(500, 519, new Random(1));
    Set<Integer> taken = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      taken.add(range.take().orElseThrow());
    }

    assertThat(taken).hasSize(20).allSatisfy(uid -> assertThat(uid).isBetween(500, 519));
    assertThat(range.take()).isEmpty();
  }

  @Test
  void release_one_canBeTakenAgain() {
    UidRange range = new UidRange(7, 7, new Random(1));
    int uid = range.take().orElseThrow();
    range.release(uid);

    assertThat(range.take()).hasValue(uid);
  }

  @Test
  void take_afterRelease_givesAnotherFirst() {
    UidRange range = new UidRange(10, 19, new Random(1));
    int uid = range.take().orElseThrow();
    range.release(uid);

    assertThat(range.take().orElseThrow()).isNotEqualTo(uid);
  }

  @Test
  void range_withRoot_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new UidRange(0, 9, new Random(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> new UidRange(9, 8, new Random(1)));
  }
}

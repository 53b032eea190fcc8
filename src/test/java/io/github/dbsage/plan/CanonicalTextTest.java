package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Checksum;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class CanonicalTextTest {

  @Test
  void isTheSameInWhateverPiecesItArrives() {
    CanonicalText text = new CanonicalText();
    for (String piece :
        new String[] {"", "-- a\n  ", "", "\ud83d", "\ude00 \t", "\n b", "", "\n\n"}) {
      text.add(piece);
    }
    assertThat(text.checksum()).isEqualTo(sha256("-- a\n  😀 \t\n b\n"));
  }

  @Test
  void leavesOneLineOutThoughItsLineEndIsSlowToArrive() {
    CanonicalText text = new CanonicalText();
    text.add("a\n  ");
    text.skipLine();
    text.add("");
    text.add("\n");
    text.add("\nb");
    assertThat(text.checksum()).isEqualTo(sha256("a\n\nb\n"));
  }

  @Test
  void keepsALineEndThatFollowsNothing() {
    CanonicalText text = new CanonicalText();
    text.add("");
    text.add("\nb");
    assertThat(text.checksum()).isEqualTo(sha256("\nb\n"));
  }

  private static Checksum sha256(String text) {
    return Checksum.of(CanonicalText.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}

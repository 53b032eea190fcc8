package io.github.dbsage.plan;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.Step;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares a migration with what was recorded of it. */
public final class Checksums {

  private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private Checksums() {}

  /**
   * How the file as it stands differs from the one that was recorded.
   *
   * @param recorded the checksum on record, other than the step's
   * @param recordedCode the checksum of what it does alone on record, or null
   * @return {@link Difference#BYTES} where the recorded one was taken over these very bytes by
   *     someone who does not know our canonical text
   */
  public static Difference difference(
      Step now, Checksum recorded, @Nullable Checksum recordedCode) {
    if (recorded.equals(now.checksum()) || plainSums(now).contains(recorded)) {
      return Difference.BYTES;
    }
    if (recordedCode == null) {
      return Difference.UNKNOWN;
    }
    return recordedCode.equals(now.code()) ? Difference.COMMENTS : Difference.CODE;
  }

  /** Of the raw bytes; and with either kind of line end, each with and without a BOM. */
  private static List<Checksum> plainSums(Step step) {
    MessageDigest raw = CanonicalText.sha256();
    MessageDigest lf = CanonicalText.sha256();
    MessageDigest crlf = CanonicalText.sha256();
    MessageDigest lfWithBom = CanonicalText.sha256();
    MessageDigest crlfWithBom = CanonicalText.sha256();
    lfWithBom.update(BOM);
    crlfWithBom.update(BOM);
    try (InputStream in = new BufferedInputStream(step.source().open(), 1 << 16)) {
      in.mark(BOM.length);
      byte[] head = in.readNBytes(BOM.length);
      if (Arrays.equals(head, BOM)) {
        raw.update(head);
      } else {
        in.reset();
      }
      boolean behindCr = false;
      byte[] buffer = new byte[1 << 16];
      byte[] unix = new byte[buffer.length];
      byte[] dos = new byte[2 * buffer.length];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        raw.update(buffer, 0, n);
        int u = 0;
        int d = 0;
        for (int i = 0; i < n; i++) {
          byte b = buffer[i];
          boolean secondHalf = b == '\n' && behindCr;
          behindCr = b == '\r';
          if (b == '\r' || (b == '\n' && !secondHalf)) {
            unix[u++] = '\n';
            dos[d++] = '\r';
            dos[d++] = '\n';
          } else if (!secondHalf) {
            unix[u++] = b;
            dos[d++] = b;
          }
        }
        lf.update(unix, 0, u);
        lfWithBom.update(unix, 0, u);
        crlf.update(dos, 0, d);
        crlfWithBom.update(dos, 0, d);
      }
    } catch (IOException e) {
      // The file was readable a moment ago; the comparison then has less to say, and says so.
      return List.of();
    }
    return List.of(
        Checksum.of(raw.digest()),
        Checksum.of(lf.digest()),
        Checksum.of(crlf.digest()),
        Checksum.of(lfWithBom.digest()),
        Checksum.of(crlfWithBom.digest()));
  }
}

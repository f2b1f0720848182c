package dev.portcullis.host.sandbox.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The image that was built of a profile.
 *
 * @param image its name, for people
 * @param imageId the engine's id of it, which is what runs
 * @param inputsSha256 digest of everything it was built of
 * @param runnerSha256 digest of the runner inside
 * @param versions of each language, by its name
 */
record LockedImage(
    String image,
    String imageId,
    String inputsSha256,
    String runnerSha256,
    Map<String, String> versions) {
  private static final Pattern IMAGE_ID = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  LockedImage {
    require(IMAGE_ID, "image_id", imageId);
    require(SHA256, "inputs_sha256", inputsSha256);
    require(SHA256, "runner_sha256", runnerSha256);
    versions = Map.copyOf(versions);
  }

  /** Reads the lock: an image for each profile, by the profile's name. */
  static Map<String, LockedImage> read(Path lock) throws IOException, InvalidProfileException {
    String text = Files.readString(lock);
    try {
      return Map.copyOf(JSON.readValue(text, new TypeReference<Map<String, LockedImage>>() {}));
    } catch (JsonProcessingException malformed) {
      throw new InvalidProfileException(lock + ": " + malformed.getOriginalMessage(), malformed);
    }
  }

  private static void require(Pattern form, String name, String value) {
    if (!form.matcher(value).matches()) {
      throw new IllegalArgumentException("`" + name + "` is not a digest: `" + value + "`");
    }
  }
}

package dev.portcullis.host.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexDatabaseTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://localhost:none/index?user=u&password=hunter2",
        "jdbc:postgresql://localhost:1/index?user=%zz&password=hunter2",
      })
  void open_urlThatTheDriverRefuses_isSaidWithoutThePassword(String url) {
    Throwable refused =
        catchThrowable(() -> IndexDatabase.open(new IndexLocation.PostgreSql(url)).close());
    StringWriter trace = new StringWriter();
    refused.printStackTrace(new PrintWriter(trace));
    assertThat(refused)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("jdbc:postgresql://localhost");
    assertThat(trace.toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:postgresql://u:hunter2@localhost/index", "jdbc:sqlite:hunter2"})
  void location_notAsTheDriverTakesIt_isRefusedWithoutSayingIt(String url) {
    assertThatThrownBy(() -> new IndexLocation.PostgreSql(url))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("hunter2");
  }
}

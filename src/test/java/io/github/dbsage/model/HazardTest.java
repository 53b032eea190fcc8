package io.github.dbsage.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HazardTest {

  @ParameterizedTest
  @CsvSource({"'',title,page", "ID,'',page", "ID,title,''"})
  void needsAnIdATitleAndAPage(String id, String title, String page) {
    assertThatThrownBy(() -> new Hazard(id, Severity.ERROR, title, page))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a hazard needs an id, a title and a page: " + id);
  }
}

package dev.portcullis.host;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The layout of the host: who may use whom. */
class ArchitectureTest {
  private static final String HOST = "dev.portcullis.host.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.portcullis");

  @Test
  void classes_ofEveryModule_areSeen() {
    assertThat(CLASSES.contain("dev.portcullis.host.http.HttpDoor")).isTrue();
    assertThat(CLASSES.contain("dev.portcullis.governor.policy.Mode")).isTrue();
  }

  @Test
  void packages_always_areAcyclic() {
    slices().matching("dev.portcullis.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "sandbox, audit execution governance access http mcp cli store skill",
    "audit, execution governance access http mcp cli sandbox.docker skill",
    "access, execution governance http mcp cli sandbox audit skill",
    "store, execution governance access http mcp cli sandbox audit skill",
    "config, execution governance access http mcp cli sandbox audit store skill",
    "execution, http mcp cli store sandbox.docker",
    "audit.journal, audit.verify audit.checkpoint audit.export audit.follow audit.archive",
    "audit.verify, audit.journal audit.checkpoint audit.export audit.follow audit.archive",
    "audit.line, audit.journal audit.verify audit.checkpoint audit.segment audit.tlog",
    "governance, http mcp cli sandbox.docker execution audit.journal audit.checkpoint audit.verify",
    "rehearsal, http mcp cli store config sandbox.docker execution audit.checkpoint audit.verify",
    "execution, audit.journal audit.checkpoint audit.verify audit.line",
    "http, mcp cli store config sandbox.docker audit.journal audit.checkpoint audit.verify",
    "quota, execution governance access http mcp cli sandbox audit store config skill",
    "cli, http.routes http.edge http.json sandbox.docker",
  })
  void aPackage_always_usesOnlyWhatItMay(String user, String forbidden) {
    String[] packages =
        List.of(forbidden.split(" ", -1)).stream()
            .map(name -> HOST + name + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(HOST + user + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "com.github.dockerjava.., dev.portcullis.host.sandbox.docker..",
    "org.eclipse.jetty.., dev.portcullis.host.http..",
    "org.glassfish.jersey.., dev.portcullis.host.http..",
    "jakarta.ws.rs.., dev.portcullis.host.http..",
  })
  void aLibrary_always_staysInItsPackage(String library, String home) {
    noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  @Test
  void nothing_ofTheHost_isUsedByTheGovernorOrTheClient() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.portcullis.governor..", "dev.portcullis.client..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.portcullis.host..")
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Manager", "Util", "Utils", "Helper", "Impl"})
  void aName_always_saysWhatAThingIs(String ending) {
    classes().should().haveSimpleNameNotEndingWith(ending).check(CLASSES);
  }
}

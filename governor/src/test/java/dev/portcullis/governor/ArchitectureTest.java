package dev.portcullis.governor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.portcullis.governor");

  @Test
  void packages_areAcyclic() {
    slices().matching("dev.portcullis.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void governor_usesNothingOfTheHost() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.portcullis.host..",
            "com.github.dockerjava..",
            "org.eclipse.jetty..",
            "org.slf4j..")
        .check(CLASSES);
  }

  @Test
  void governor_doesNoInputOrOutput() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.portcullis.governor.document.DefaultPolicy")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.net..")
        .check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.File")
        .check(CLASSES);
  }

  @Test
  void governor_hasNoThreads() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .check(CLASSES);
  }

  @Test
  void governor_readsNoClock() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .callMethodWhere(
            DescribedPredicate.describe(
                "reads the time or the system",
                (JavaMethodCall call) ->
                    call.getName().equals("now")
                        || (call.getTarget().getOwner().isEquivalentTo(System.class)
                            && !call.getName().equals("arraycopy"))))
        .check(CLASSES);
  }

  @Test
  void names_areNouns() {
    classes()
        .should()
        .haveSimpleNameNotEndingWith("Manager")
        .andShould()
        .haveSimpleNameNotEndingWith("Util")
        .andShould()
        .haveSimpleNameNotEndingWith("Utils")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .andShould()
        .haveSimpleNameNotEndingWith("Impl")
        .check(CLASSES);
  }
}

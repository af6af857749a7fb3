// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Arrows between modules point one way; a plugin never reaches into the worker that runs it. */
class ArchitectureTest {
    private static final JavaClasses PLUGINS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.millrace");

    @Test
    void recordsKnowsNothingOfItsUsers() {
        classes()
                .that()
                .resideInAPackage("io.millrace.records..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.records..", "java..", "org.apache.kafka..", "org.jspecify..", "org.slf4j..")
                .check(PLUGINS);
    }

    @Test
    void changesStandBetweenRecordsAndThoseWhoReadThem() {
        classes()
                .that()
                .resideInAPackage("io.millrace.changes..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.changes..",
                        "io.millrace.records..",
                        "java..",
                        "org.apache.kafka..",
                        "org.jspecify..",
                        "org.slf4j..")
                .check(PLUGINS);
        classes()
                .that()
                .resideInAPackage("io.millrace.changes..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage("io.millrace.changes..", "io.millrace.transforms..", "io.millrace.connect.sink..")
                .check(PLUGINS);
    }

    @Test
    void jsonStandsBetweenRecordsAndThoseWhoReadIt() {
        classes()
                .that()
                .resideInAPackage("io.millrace.json..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.json..",
                        "io.millrace.records..",
                        "com.fasterxml.jackson.core..",
                        "java..",
                        "org.apache.kafka..",
                        "org.jspecify..",
                        "org.slf4j..")
                .check(PLUGINS);
        classes()
                .that()
                .resideInAPackage("io.millrace.json..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(
                        "io.millrace.json..",
                        "io.millrace.converters..",
                        "io.millrace.connect.device..",
                        "io.millrace.connect.http..",
                        "io.millrace.connect.ingest..")
                .check(PLUGINS);
    }

    @Test
    void httpStandsBetweenRecordsAndThoseWhoSendRequests() {
        classes()
                .that()
                .resideInAPackage("io.millrace.http..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.http..",
                        "io.millrace.records..",
                        "com.fasterxml.jackson.core..",
                        "java..",
                        "javax.net.ssl..",
                        "org.apache.kafka..",
                        "org.jspecify..",
                        "org.slf4j..")
                .check(PLUGINS);
        classes()
                .that()
                .resideInAPackage("io.millrace.http..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(
                        "io.millrace.http..",
                        "io.millrace.converters..",
                        "io.millrace.connect.device..",
                        "io.millrace.connect.http..",
                        "io.millrace.connect.ingest..")
                .check(PLUGINS);
    }

    @Test
    void pluginsNeverImportEachOther() {
        slices().matching("io.millrace.(transforms|converters)..")
                .should()
                .notDependOnEachOther()
                .check(PLUGINS);
        noClasses()
                .that()
                .resideInAnyPackage("io.millrace.transforms..", "io.millrace.converters..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.connect..")
                .check(PLUGINS);
        noClasses()
                .that()
                .resideInAPackage("io.millrace.connect..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.millrace.transforms..", "io.millrace.converters..")
                .check(PLUGINS);
    }

    @Test
    void sharedConnectorCodeKnowsNoConnector() {
        noClasses()
                .that()
                .resideInAnyPackage("io.millrace.connect.device..", "io.millrace.connect.sink..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.connect.http..",
                        "io.millrace.connect.ingest..",
                        "io.millrace.connect.postgres..",
                        "io.millrace.connect.clickhouse..")
                .check(PLUGINS);
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.millrace.connect.device..", "io.millrace.connect.http..", "io.millrace.connect.ingest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.connect.sink..",
                        "io.millrace.connect.postgres..",
                        "io.millrace.connect.clickhouse..")
                .check(PLUGINS);
    }

    @Test
    void pluginsUseOnlyThePublicConnectApi() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka.connect.runtime..",
                        "org.apache.kafka.connect.transforms.util..",
                        "org.apache.kafka.connect.util..",
                        "io.debezium..",
                        "io.confluent..")
                .check(PLUGINS);
    }

    @Test
    void nothingImplementsMonitorableWhichOlderWorkersDoNotHave() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.apache.kafka.common.metrics.Monitorable")
                .check(PLUGINS);
    }
}

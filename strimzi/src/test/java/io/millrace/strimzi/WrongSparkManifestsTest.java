// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the checks find in manifests of Spark jobs. Each test breaks one thing in a manifest that is right. */
class WrongSparkManifestsTest {
    private static final ManifestCheck CHECK = new ManifestCheck();
    private static final String APACHES = "eks";
    private static final String KUBEFLOWS = "kubeflow";

    @Test
    void findsFormerApiVersions() {
        assertThat(afterChange(APACHES, "", tree -> tree.put("apiVersion", "spark.apache.org/v1beta1")))
                .containsExactly("no such kind: spark.apache.org/v1beta1 SparkApplication");
        assertThat(afterChange(KUBEFLOWS, "", tree -> tree.put("apiVersion", "sparkoperator.k8s.io/v1beta1")))
                .containsExactly("no such kind: sparkoperator.k8s.io/v1beta1 SparkApplication");
    }

    @Test
    void findsOneOperatorsFormUnderTheOthersVersion() {
        assertThat(afterChange(APACHES, "", tree -> tree.put("apiVersion", "sparkoperator.k8s.io/v1beta2")))
                .anyMatch(problem -> problem.contains("driverSpec"))
                .anyMatch(problem -> problem.contains("mainApplicationFile"));
    }

    @Test
    void findsMissingVersionsOfTheRuntime() {
        assertProblem(APACHES, "/spec", spec -> spec.remove("runtimeVersions"), "runtimeVersions");
        assertProblem(APACHES, "/spec/runtimeVersions", versions -> versions.remove("sparkVersion"), "sparkVersion");
        assertProblem(KUBEFLOWS, "/spec", spec -> spec.remove("sparkVersion"), "sparkVersion");
    }

    @Test
    void findsAMissingMainClassAndAWrongOne() {
        for (String overlay : List.of(APACHES, KUBEFLOWS)) {
            assertProblem(overlay, "/spec", spec -> spec.remove("mainClass"), "mainClass");
            assertProblem(overlay, "/spec", spec -> spec.put("mainClass", "History.java"), "mainClass");
        }
    }

    @Test
    void findsAMissingType() {
        assertProblem(KUBEFLOWS, "/spec", spec -> spec.remove("type"), "type");
        assertProblem(KUBEFLOWS, "/spec", spec -> spec.put("type", "java"), "/spec/type");
    }

    @Test
    void findsTyposInFields() {
        assertProblem(APACHES, "/spec", spec -> spec.put("driverArg", "x"), "driverArg");
        assertProblem(
                APACHES,
                "/spec/applicationTolerations/restartConfig",
                config -> config.put("restartBackOffMillis", 1),
                "restartBackOffMillis");
        assertProblem(KUBEFLOWS, "/spec/driver", driver -> driver.put("serviceAccountName", "x"), "serviceAccountName");
        assertProblem(KUBEFLOWS, "/spec/dynamicAllocation", one -> one.put("maxExecutor", 1), "maxExecutor");
    }

    @Test
    void findsTyposDeepInPodTemplates() {
        assertProblem(
                APACHES,
                "/spec/driverSpec/podTemplateSpec/spec/securityContext",
                context -> context.put("runAsNonroot", true),
                "runAsNonroot");
        assertProblem(
                APACHES,
                "/spec/executorSpec/podTemplateSpec/spec/containers/0",
                container -> container.put("volumeMount", "x"),
                "volumeMount");
        assertProblem(
                KUBEFLOWS,
                "/spec/executor/template/spec/topologySpreadConstraints/0",
                constraint -> constraint.remove("topologyKey"),
                "topologyKey");
    }

    @Test
    void findsValuesOfAnotherType() {
        assertProblem(
                APACHES, "/spec/sparkConf", settings -> settings.put("spark.authenticate", true), "spark.authenticate");
        assertProblem(KUBEFLOWS, "/spec/driver", driver -> driver.put("cores", "1"), "/spec/driver/cores");
        assertProblem(
                APACHES,
                "/spec/applicationTolerations/restartConfig",
                config -> config.put("restartPolicy", "OnError"),
                "restartPolicy");
    }

    private static void assertProblem(String overlay, String pointer, Consumer<ObjectNode> change, String text) {
        assertThat(afterChange(overlay, pointer, change))
                .singleElement()
                .asString()
                .contains(text);
    }

    private static List<String> afterChange(String overlay, String pointer, Consumer<ObjectNode> change) {
        Manifest right = SparkJob.in(overlay).get(0).manifest();
        assertThat(CHECK.problems(right)).isEmpty();
        return CHECK.problems(right.with(tree -> change.accept((ObjectNode) tree.at(pointer))));
    }
}

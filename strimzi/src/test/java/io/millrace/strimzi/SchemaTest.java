// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rendered resource is one that an API server with the operators takes. */
class SchemaTest {
    private static final ManifestCheck CHECK = new ManifestCheck();

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Rendering#all")
    void everyResourceFitsItsSchema(Rendering rendering) {
        Map<String, List<String>> problems = new TreeMap<>();
        for (Manifest manifest : rendering.manifests()) {
            List<String> found = CHECK.problems(manifest);
            if (!found.isEmpty()) {
                problems.put(manifest.toString(), found);
            }
        }

        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Rendering#all")
    void strimziIsAskedForV1Only(Rendering rendering) {
        List<String> versions = rendering.manifests().stream()
                .map(Manifest::apiVersion)
                .filter(version -> version.contains("strimzi.io"))
                .distinct()
                .toList();

        assertThat(versions).containsExactly("kafka.strimzi.io/v1");
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.Rendering#all")
    void noTwoResourcesHaveOneName(Rendering rendering) {
        List<String> names =
                rendering.manifests().stream().map(Manifest::toString).toList();

        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(8);
    }

    @Test
    void definitionsServeNothingButV1() {
        assertThat(new StrimziSchemas().kinds())
                .containsExactly(Stream.of(
                                "Kafka",
                                "KafkaConnect",
                                "KafkaConnector",
                                "KafkaNodePool",
                                "KafkaRebalance",
                                "KafkaTopic",
                                "KafkaUser")
                        .map(kind -> "kafka.strimzi.io/v1/" + kind)
                        .toArray(String[]::new));
    }

    @Test
    void everyCelRuleIsRestated() {
        assertThat(CelRules.known()).containsExactlyInAnyOrderElementsOf(new ArrayList<>(new StrimziSchemas().rules()));
    }
}

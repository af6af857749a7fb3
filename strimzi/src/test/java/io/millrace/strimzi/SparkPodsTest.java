// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static io.millrace.strimzi.PodSecurity.assertRestricted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How Spark's pods run: with few rights, spread, and with time to stop. */
class SparkPodsTest {
    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#all")
    void podsAreRestrictedAndWriteToVolumesOnly(SparkJob job) {
        assertThat(Stream.of(job.driver(), job.executor())).allSatisfy(pod -> {
            assertRestricted(pod, "/spec", "/spec/containers/0");
            assertThat(pod.text("/spec/securityContext/runAsUser")).isEqualTo("185");
            // Without it user 185 cannot write to its volumes, nor read the token of its role.
            assertThat(pod.text("/spec/securityContext/fsGroup")).isEqualTo("185");
            assertThat(pod.at("/spec/containers/0/securityContext/readOnlyRootFilesystem")
                            .asBoolean())
                    .isTrue();
            assertThat(pod.at("/spec/containers/0/volumeMounts").findValuesAsText("mountPath"))
                    .contains("/tmp", "/opt/spark/work-dir");
        });
    }

    /** Spark takes the container of this name for its own. */
    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#all")
    void containersHaveSparksNames(SparkJob job) {
        assertThat(job.driver().text("/spec/containers/0/name")).isEqualTo("spark-kubernetes-driver");
        assertThat(job.executor().text("/spec/containers/0/name")).isEqualTo("spark-kubernetes-executor");
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#all")
    void batchesMayEndBeforeTheDriverIsKilled(SparkJob job) {
        int stopTimeout = seconds(job.value("--stop-timeout"));
        int grace = job.driver().at("/spec/terminationGracePeriodSeconds").asInt();

        // The job's own shutdown takes up to 30 s more.
        assertThat(grace).isGreaterThan(stopTimeout + 30);
        if (job.isApaches()) {
            assertThat(job.manifest()
                            .at(
                                    "/spec/applicationTolerations/applicationTimeoutConfig/forceTerminationGracePeriodMillis")
                            .asInt())
                    .isGreaterThan(grace * 1000);
        }
    }

    private static int seconds(String duration) {
        assertThat(duration).matches("\\d+s");
        return Integer.parseInt(duration.substring(0, duration.length() - 1));
    }

    /** Whatever they end with: 0 where nobody asked for an end, 1 for a failed query, 143 on a drained node. */
    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#all")
    void jobsAreStartedAgain(SparkJob job) {
        String policy = job.isApaches()
                ? "/spec/applicationTolerations/restartConfig/restartPolicy"
                : "/spec/restartPolicy/type";

        assertThat(job.manifest().text(policy)).isEqualTo("Always");
        if (job.isApaches()) {
            // Otherwise the attempts of weeks add up, until none is left.
            assertThat(job.manifest()
                            .at("/spec/applicationTolerations/restartConfig/restartCounterResetMillis")
                            .asInt())
                    .isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#all")
    void executorsComeAndGoWithoutLoss(SparkJob job) {
        assertThat(job.settings())
                .containsEntry("spark.dynamicAllocation.enabled", "true")
                .containsEntry("spark.dynamicAllocation.shuffleTracking.enabled", "true")
                .containsEntry("spark.decommission.enabled", "true")
                .containsEntry("spark.storage.decommission.enabled", "true")
                .containsEntry("spark.storage.decommission.shuffleBlocks.enabled", "true");
        assertThat(job.setting("spark.storage.decommission.fallbackStorage.path"))
                .endsWith("/");
        // Of the pod template Spark would not take it.
        assertThat(seconds(job.setting("spark.kubernetes.executor.terminationGracePeriodSeconds")))
                .isGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#all")
    void executorsHaveNoTokenOfKubernetes(SparkJob job) {
        assertThat(job.executor().at("/spec/automountServiceAccountToken").asBoolean(true))
                .isFalse();
        assertThat(job.setting("spark.kubernetes.authenticate.executor.serviceAccountName"))
                .isNotEmpty()
                .isNotEqualTo(job.setting("spark.kubernetes.authenticate.driver.serviceAccountName"));
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#all")
    void driverAndExecutorsTrustEachOtherOnly(SparkJob job) {
        assertThat(job.settings())
                .containsEntry("spark.authenticate", "true")
                .containsEntry("spark.network.crypto.enabled", "true");
    }

    /** Where there is one node there is nothing to spread over. */
    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#all")
    void executorsOfAJobAreSpread(SparkJob job) {
        List<JsonNode> constraints = job.executor().elements("/spec/topologySpreadConstraints");
        if (job.manifest().text("/metadata/namespace").equals("millrace-dev")) {
            assertThat(constraints).isEmpty();
            return;
        }

        assertThat(constraints).hasSize(2).allSatisfy(constraint -> {
            // Spark's labels: the role, and the application.
            assertThat(constraint.at("/labelSelector/matchLabels/spark-role").asText())
                    .isEqualTo("executor");
            assertThat(constraint.at("/matchLabelKeys/0").asText()).isEqualTo("spark-app-selector");
        });
    }
}

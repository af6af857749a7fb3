// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pods that Spark itself makes of the manifests in {@code k8s/}. No API server is asked. */
class KubernetesPodsTest {
    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"current-state", "device-activity", "history", "order-metrics"})
    void areRestricted(String job) throws Exception {
        KubernetesPods pods = KubernetesPods.of("eks", job, scratch);

        assertThat(List.of(pods.driver(), pods.executor())).allSatisfy(pod -> {
            assertThat(pod.getSpec().getSecurityContext().getRunAsUser()).isEqualTo(185);
            assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
                    .isEqualTo("RuntimeDefault");
            SecurityContext own = container(pod).getSecurityContext();
            assertThat(own.getAllowPrivilegeEscalation()).isFalse();
            assertThat(own.getReadOnlyRootFilesystem()).isTrue();
            assertThat(own.getCapabilities().getDrop()).containsExactly("ALL");
        });
    }

    @Test
    void haveTimeToStop() throws Exception {
        KubernetesPods pods = KubernetesPods.of("eks", "order-metrics", scratch);

        assertThat(pods.driver().getSpec().getTerminationGracePeriodSeconds()).isEqualTo(180);
        assertThat(pods.executor().getSpec().getTerminationGracePeriodSeconds()).isEqualTo(120);
        assertThat(container(pods.executor())
                        .getLifecycle()
                        .getPreStop()
                        .getExec()
                        .getCommand())
                .containsExactly("/opt/decom.sh");
    }

    @Test
    void haveTheArgumentsAndVariablesOfTheJob() throws Exception {
        Pod driver = KubernetesPods.of("eks", "order-metrics", scratch).driver();

        assertThat(container(driver).getArgs())
                .contains(
                        "io.millrace.spark.OrderMetrics",
                        "--checkpoint=$(CHECKPOINTS)/order-metrics",
                        "--postgres-password=${env:POSTGRES_PASSWORD}",
                        "--kafka=kafka.sasl.jaas.config=${dir:/mnt/secrets/kafka:sasl.jaas.config}");
        assertThat(container(driver).getEnvFrom())
                .singleElement()
                .satisfies(map -> assertThat(map.getConfigMapRef().getName()).startsWith("millrace-spark-endpoints-"));
    }

    @Test
    void readSecretsByReference() throws Exception {
        KubernetesPods pods = KubernetesPods.of("eks", "order-metrics", scratch);

        assertThat(List.of(pods.driver(), pods.executor())).allSatisfy(pod -> {
            assertThat(container(pod).getEnv())
                    .filteredOn(variable -> variable.getName().equals("POSTGRES_PASSWORD"))
                    .singleElement()
                    .satisfies(KubernetesPodsTest::isReference);
            assertThat(mountsOf(pod, "/mnt/secrets/"))
                    .containsExactlyInAnyOrder("/mnt/secrets/kafka-ca", "/mnt/secrets/kafka");
            assertThat(pod.getSpec().getVolumes())
                    .filteredOn(volume -> volume.getSecret() != null)
                    .extracting(volume -> volume.getSecret().getSecretName())
                    .containsExactlyInAnyOrder("kafka-cluster-ca-cert", "millrace-spark");
        });
    }

    private static void isReference(EnvVar variable) {
        assertThat(variable.getValue()).isNull();
        assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isEqualTo("millrace-spark-postgres");
    }

    @Test
    void executorsRunAsAnAccountWithoutAToken() throws Exception {
        KubernetesPods pods = KubernetesPods.of("eks", "history", scratch);

        assertThat(pods.driver().getSpec().getServiceAccountName()).isEqualTo("millrace-spark");
        assertThat(pods.executor().getSpec().getServiceAccountName()).isEqualTo("millrace-spark-executor");
        assertThat(pods.executor().getSpec().getAutomountServiceAccountToken()).isFalse();
    }

    @Test
    void executorsHaveAVolumeOfTheirOwnOnEks() throws Exception {
        KubernetesPods pods = KubernetesPods.of("eks", "current-state", scratch);

        assertThat(pods.executorResources())
                .singleElement()
                .isInstanceOfSatisfying(PersistentVolumeClaim.class, claim -> {
                    assertThat(claim.getSpec().getStorageClassName()).isEqualTo("gp3-scratch");
                    assertThat(claim.getSpec().getResources().getRequests()).containsKey("storage");
                });
        assertThat(mountsOf(pods.executor(), "/data")).containsExactly("/data");
    }

    @Test
    void executorsHaveAFolderOfTheNodeElsewhere() throws Exception {
        KubernetesPods pods = KubernetesPods.of("dev", "current-state", scratch);

        assertThat(pods.executorResources()).isEmpty();
        assertThat(pods.executor().getSpec().getVolumes())
                .filteredOn(volume -> volume.getName().equals("spark-local-dir-1"))
                .singleElement()
                .extracting(Volume::getEmptyDir)
                .isNotNull();
    }

    @Test
    void monitorAndPoliciesFindThePortsAndLabels() throws Exception {
        KubernetesPods pods = KubernetesPods.of("eks", "history", scratch);

        assertThat(container(pods.driver()).getPorts())
                .filteredOn(port -> port.getName().equals("spark-ui"))
                .singleElement()
                .satisfies(port -> assertThat(port.getContainerPort()).isEqualTo(4040));
        assertThat(pods.driver().getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/component", "spark")
                .containsEntry("spark-app-name", "history")
                .containsEntry("spark-role", "driver");
        assertThat(pods.executor().getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/component", "spark")
                .containsEntry("spark-role", "executor")
                .containsKey("spark-app-selector");
    }

    private static Container container(Pod pod) {
        return pod.getSpec().getContainers().get(0);
    }

    private static Stream<String> mounts(Pod pod) {
        return container(pod).getVolumeMounts().stream().map(VolumeMount::getMountPath);
    }

    private static List<String> mountsOf(Pod pod, String prefix) {
        return mounts(pod).filter(path -> path.startsWith(prefix)).toList();
    }
}

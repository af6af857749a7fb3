// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the jobs of Spark are told, and that both operators tell them the same. */
class SparkJobsTest {
    /** What Spark's Kafka source sets itself, and refuses. */
    private static final Set<String> SPARKS_OWN = Set.of(
            "kafka.auto.offset.reset",
            "kafka.enable.auto.commit",
            "kafka.interceptor.classes",
            "kafka.key.deserializer",
            "kafka.value.deserializer");

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#overlays")
    void everyOverlayHasTheFourJobs(String overlay) {
        assertThat(SparkJob.in(overlay))
                .extracting(SparkJob::mainClass)
                .containsExactlyInAnyOrder(
                        "io.millrace.spark.CurrentState",
                        "io.millrace.spark.DeviceActivity",
                        "io.millrace.spark.History",
                        "io.millrace.spark.OrderMetrics");
    }

    @Test
    void mainClassesAreInTheSources() {
        assertThat(SparkJob.all()).allSatisfy(job -> assertThat(job.source()).exists());
    }

    @Test
    void bothOperatorsAreToldTheSame(@TempDir Path scratch) throws Exception {
        List<SparkJob> apaches = SparkJob.of(Kustomize.build(Manifests.SPARK.resolve("base"), scratch));
        List<SparkJob> kubeflows = SparkJob.of(Kustomize.build(Manifests.SPARK.resolve("kubeflow"), scratch));

        assertThat(apaches)
                .hasSize(4)
                .allSatisfy(job -> assertThat(job.isApaches()).isTrue());
        assertThat(kubeflows)
                .hasSize(4)
                .allSatisfy(job -> assertThat(job.isApaches()).isFalse());
        assertThat(kubeflows)
                .usingElementComparator((one, other) -> isSame(one, other) ? 0 : 1)
                .isEqualTo(apaches);
    }

    private static boolean isSame(SparkJob one, SparkJob other) {
        return one.name().equals(other.name())
                && one.mainClass().equals(other.mainClass())
                && one.jar().equals(other.jar())
                && one.sparkVersion().equals(other.sparkVersion())
                && one.arguments().equals(other.arguments())
                && one.settings().equals(other.settings())
                && one.driver().equals(other.driver())
                && one.executor().equals(other.executor());
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#all")
    void optionsAreThoseOfTheJobs(SparkJob job) {
        List<String> options = job.arguments().stream()
                .map(argument -> argument.replaceFirst("=.*", ""))
                .toList();

        JobSource source = JobSource.of(job.source());
        assertThat(source.options()).containsAll(options);
        assertThat(options).containsAll(source.requiredOptions()).contains("--trigger", "--stop-timeout");
    }

    /** What the sources of the two kinds of jobs are known to have: the scan would also be content with nothing. */
    @Test
    void optionsAreFoundInTheSources() {
        SparkJob metrics = job("order-metrics");
        SparkJob activity = job("device-activity");

        assertThat(JobSource.of(metrics.source()).requiredOptions())
                .containsExactly(
                        "--bootstrap-servers",
                        "--catalog",
                        "--checkpoint",
                        "--namespace",
                        "--postgres-password",
                        "--postgres-url",
                        "--postgres-user",
                        "--registry",
                        "--topics");
        assertThat(JobSource.of(metrics.source()).options()).contains("--orders", "--metrics-table", "--stop-timeout");
        assertThat(JobSource.of(activity.source()).options())
                .contains("--window", "--schema")
                .doesNotContain("--catalog", "--orders");
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#all")
    void placesThatJobsWriteToAreNamed(SparkJob job) {
        Set<String> options = JobSource.of(job.source()).options();

        if (options.contains("--schema")) {
            assertThat(job.value("--schema")).isNotEqualTo("public");
        }
        if (options.contains("--catalog")) {
            assertThat(job.settings()).containsKey("spark.sql.catalog." + job.value("--catalog"));
        } else {
            assertThat(job.settings().keySet()).noneMatch(key -> key.startsWith("spark.sql.catalog."));
        }
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#overlays")
    void orderMetricsReadOrdersCustomersAndDeviceEvents(String overlay) {
        List<SparkJob> jobs = SparkJob.in(overlay);
        SparkJob metrics = job("order-metrics", jobs);

        assertThat(metrics.value("--topics").split(","))
                .contains(metrics.value("--orders"), metrics.value("--customers"))
                .contains(job("device-activity", jobs).value("--topics").split(","));
    }

    private static SparkJob job(String name) {
        return job(name, SparkJob.all());
    }

    private static SparkJob job(String name, List<SparkJob> jobs) {
        return jobs.stream().filter(job -> job.name().equals(name)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#overlays")
    void everyJobHasANameAndACheckpointOfItsOwn(String overlay) {
        assertThat(SparkJob.in(overlay))
                .allSatisfy(job -> assertThat(job.value("--checkpoint")).endsWith("/" + job.name()))
                .allSatisfy(job -> assertThat(job.setting("spark.app.name")).isEqualTo(job.name()));
    }

    /** Two jobs that write a table of one name would write into each other's. */
    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#overlays")
    void noTwoJobsWriteToOnePlace(String overlay) {
        List<String> places = SparkJob.in(overlay).stream()
                .flatMap(job -> job.arguments().stream())
                .filter(argument -> argument.matches("--(schema|namespace)=.*"))
                .toList();

        assertThat(places).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#all")
    void versionsAreThoseThatTheProjectBuildsWith(SparkJob job) {
        assertThat(job.sparkVersion()).isEqualTo(Plugins.property("spark.version"));
        if (job.isApaches()) {
            assertThat(job.manifest().text("/spec/runtimeVersions/scalaVersion"))
                    .isEqualTo(Plugins.property("scala.version"));
        }
        assertThat(job.setting("spark.kubernetes.container.image"))
                .matches("([a-z0-9.-]+/)?millrace/spark(:0\\.1\\.0-SNAPSHOT|@sha256:[0-9a-f]{64})");
    }

    /** The image puts all jars where Spark's own are. */
    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#all")
    void jarIsInTheImage(SparkJob job) {
        String dockerfile = Manifests.text(Manifests.ROOT.resolve("spark/Dockerfile"));

        assertThat(job.jar()).startsWith("local:///");
        assertThat(dockerfile).contains(".jar " + job.jar().substring("local://".length()) + "\n");
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#overlays")
    void everyVariableIsThere(String overlay) {
        for (SparkJob job : SparkJob.in(overlay)) {
            String map = job.driver().text("/spec/containers/0/envFrom/0/configMapRef/name");
            Set<String> endpoints = Manifests.named(SparkJob.rendered(overlay), "ConfigMap", map)
                    .entries("/data")
                    .keySet();

            assertThat(endpoints).containsAll(named(job, "\\$\\((\\w+)\\)"));
            assertThat(job.secretVariables("driver").keySet()).containsAll(named(job, "\\$\\{env:(\\w+)}"));
            assertThat(job.secretVariables("executor")).isEqualTo(job.secretVariables("driver"));
        }
    }

    private static Set<String> named(SparkJob job, String reference) {
        Pattern pattern = Pattern.compile(reference);
        return job.arguments().stream()
                .flatMap(argument -> pattern.matcher(argument).results())
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#all")
    void noSecretIsInClear(SparkJob job) {
        Pattern secret = Pattern.compile("password|jaas|user\\.info|secret\\.key|access\\.key|token|credential$");
        List<String> inClear = new ArrayList<>();
        Stream.concat(
                        job.arguments().stream(),
                        job.settings().entrySet().stream().map(Map.Entry::toString))
                .map(setting -> setting.replaceFirst("^--(kafka|converter)=", ""))
                .filter(setting ->
                        secret.matcher(setting.replaceFirst("=.*", "")).find())
                .filter(setting -> !setting.matches("[^=]+=\\$\\{(env|dir):[^}]+}"))
                .forEach(inClear::add);

        assertThat(inClear).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#all")
    void kafkasClientsKnowTheirSettings(SparkJob job) {
        Map<String, String> settings = job.kafka();

        assertThat(settings.keySet())
                .doesNotContainAnyElementsOf(SPARKS_OWN)
                .contains("groupIdPrefix")
                .allSatisfy(key -> assertThat(key)
                        .satisfiesAnyOf(
                                one -> assertThat(one).isEqualTo("groupIdPrefix"),
                                one -> assertThat(one).startsWith("kafka.config.providers"),
                                one -> assertThat(ConsumerConfig.configNames())
                                        .contains(one.replaceFirst("^kafka\\.", ""))));
        assertThat(settings)
                .containsEntry("kafka.security.protocol", "SASL_SSL")
                .containsEntry("kafka.sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("kafka.isolation.level", "read_committed");
    }

    /** As on a pod, with the Secrets' files in another folder. */
    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#all")
    void kafkasClientsReadThePasswordThemselves(SparkJob job, @TempDir Path pod) throws Exception {
        Path secret = Files.createDirectories(pod.resolve("mnt/secrets/kafka"));
        Files.writeString(secret.resolve("sasl.jaas.config"), "the login");
        Map<String, Object> settings = new TreeMap<>();
        job.kafka().forEach((key, value) -> {
            if (key.startsWith("kafka.")) {
                settings.put(key.substring("kafka.".length()), value.replace("/mnt/secrets", pod + "/mnt/secrets"));
            }
        });
        settings.put("bootstrap.servers", "localhost:9093");
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);

        ConsumerConfig read = new ConsumerConfig(settings);

        assertThat(read.getPassword("sasl.jaas.config").value()).isEqualTo("the login");
    }

    /** Spark mounts Secrets where its settings say. */
    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#all")
    void filesOfKafkaAreMounted(SparkJob job) {
        assertThat(job.mountedSecrets("driver"))
                .isEqualTo(job.mountedSecrets("executor"))
                .containsOnlyKeys("kafka-cluster-ca-cert", "millrace-spark");
        String authority = job.mountedSecrets("driver").get("kafka-cluster-ca-cert");
        String login = job.mountedSecrets("driver").get("millrace-spark");

        assertThat(job.kafka())
                .containsEntry("kafka.ssl.truststore.location", authority + "/ca.crt")
                .containsEntry("kafka.sasl.jaas.config", "${dir:" + login + ":sasl.jaas.config}")
                .containsEntry("kafka.config.providers.dir.param.allowed.paths", login);
    }
}

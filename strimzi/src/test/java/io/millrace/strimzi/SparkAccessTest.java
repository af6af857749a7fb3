// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static io.millrace.strimzi.Manifests.named;
import static io.millrace.strimzi.Manifests.ofKind;
import static io.millrace.strimzi.Manifests.the;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Spark jobs may do what they do, in Kafka, in Kubernetes, on the network and in S3, and little else. */
class SparkAccessTest {
    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#overlays")
    void userMayReadWhatJobsRead(String overlay) {
        Manifest user = the(SparkJob.rendered(overlay), "KafkaUser");

        assertThat(SparkJob.in(overlay)).allSatisfy(job -> {
            assertThat(job.value("--topics").split(","))
                    .allSatisfy(topic -> assertThat(new Use("topic", topic, "Read").isAllowedTo(user))
                            .as(topic)
                            .isTrue());
            String group = job.kafka().get("groupIdPrefix") + "-1f2e-driver-0";
            assertThat(new Use("group", group, "Read").isAllowedTo(user)).isTrue();
        });
        assertThat(user.elements("/spec/authorization/acls")).allSatisfy(acl -> {
            assertThat(acl.get("operations")).extracting(JsonNode::asText).containsExactly("Read");
            assertThat(acl.at("/resource/name").asText()).isNotEmpty().isNotEqualTo("*");
        });
    }

    /** Strimzi's user operator keeps the password in a Secret that has the user's name. */
    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#overlays")
    void jobsEnterKafkaAsThatUser(String overlay) {
        Manifest user = the(SparkJob.rendered(overlay), "KafkaUser");

        assertThat(user.text("/spec/authentication/type")).isEqualTo("scram-sha-512");
        assertThat(SparkJob.in(overlay))
                .allSatisfy(job ->
                        assertThat(job.mountedSecrets("driver")).containsEntry(user.name(), "/mnt/secrets/kafka"));
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#overlays")
    void driversMayManageTheirExecutorsAndNoMore(String overlay) {
        List<Manifest> manifests = SparkJob.rendered(overlay);
        Manifest role = the(manifests, "Role");
        Manifest binding = the(manifests, "RoleBinding");
        Set<String> resources = new TreeSet<>();
        role.elements("/rules").forEach(rule -> {
            rule.get("resources").forEach(resource -> resources.add(resource.asText()));
            assertThat(rule.get("verbs")).extracting(JsonNode::asText).doesNotContain("*");
        });

        assertThat(resources).containsExactly("configmaps", "persistentvolumeclaims", "pods", "services");
        assertThat(ofKind(manifests, "ClusterRole")).isEmpty();
        assertThat(binding.text("/roleRef/name")).isEqualTo(role.name());
        assertThat(SparkJob.in(overlay))
                .allSatisfy(job -> assertThat(binding.elements("/subjects"))
                        .singleElement()
                        .extracting(subject -> subject.get("name").asText())
                        .isEqualTo(job.setting("spark.kubernetes.authenticate.driver.serviceAccountName")));
    }

    @ParameterizedTest
    @MethodSource("io.millrace.strimzi.SparkJob#overlays")
    void serviceAccountsAreThere(String overlay) {
        List<Manifest> manifests = SparkJob.rendered(overlay);

        assertThat(SparkJob.in(overlay))
                .allSatisfy(job -> Stream.of("driver", "executor")
                        .map(role -> job.setting("spark.kubernetes.authenticate." + role + ".serviceAccountName"))
                        .forEach(account -> named(manifests, "ServiceAccount", account)));
    }

    @Test
    void networkPoliciesLetThroughWhatIsNeeded() {
        for (String overlay : List.of("eks", "kubeflow")) {
            List<Manifest> manifests = SparkJob.rendered(overlay);
            Manifest internal = named(manifests, "NetworkPolicy", "spark-internal");
            Set<String> egress = ports(named(manifests, "NetworkPolicy", "spark-egress"), "/spec/egress");
            Map<String, String> endpoints = the(manifests, "ConfigMap").entries("/data");

            assertThat(egress)
                    .contains(port(endpoints.get("KAFKA_BOOTSTRAP")))
                    .contains(port(endpoints.get("REGISTRY_URL")))
                    .contains(port(endpoints.get("POSTGRES_URL").replaceFirst("/[a-z]+(\\?.*)?$", "")))
                    .contains("443", "6443");
            assertThat(SparkJob.in(overlay)).allSatisfy(job -> {
                Set<String> own = Stream.of(
                                "spark.driver.port", "spark.driver.blockManager.port", "spark.blockManager.port")
                        .map(job::setting)
                        .collect(Collectors.toCollection(TreeSet::new));
                assertThat(ports(internal, "/spec/ingress")).isEqualTo(own);
                assertThat(ports(internal, "/spec/egress")).isEqualTo(own);
                String catalog = job.setting("spark.sql.catalog.lake.uri");
                assertThat(egress).contains(catalog.isEmpty() ? "443" : port(catalog));
            });
        }
    }

    @Test
    void policiesAndMonitorsSelectSparksPods() {
        for (String overlay : List.of("eks", "kubeflow")) {
            List<Manifest> manifests = SparkJob.rendered(overlay);
            List<SparkJob> jobs = SparkJob.in(overlay);

            assertThat(ofKind(manifests, "NetworkPolicy"))
                    .hasSize(4)
                    .allSatisfy(policy -> assertSelects(jobs, policy.entries("/spec/podSelector/matchLabels")));
            assertSelects(jobs, the(manifests, "PodMonitor").entries("/spec/selector/matchLabels"));
        }
    }

    /** The names of the metrics are the jobs' own, too. */
    @Test
    void monitorsAskWhereTheJobsServeMetrics() {
        String job = Manifests.text(Manifests.ROOT.resolve("spark/src/main/java/io/millrace/spark/Job.java"));
        assertThat(job).contains("prometheusServlet.path\", \"/metrics/prometheus\"");

        for (String overlay : List.of("eks", "kubeflow")) {
            assertThat(the(SparkJob.rendered(overlay), "PodMonitor").elements("/spec/podMetricsEndpoints"))
                    .extracting(endpoint -> endpoint.get("path").asText())
                    .containsExactly("/metrics/prometheus/", "/metrics/executors/prometheus");
            assertThat(SparkJob.in(overlay))
                    .allSatisfy(one -> assertThat(one.settings())
                            .doesNotContainKey("spark.metrics.namespace")
                            .containsEntry("spark.ui.prometheus.enabled", "true"));
        }
    }

    /** Spark adds the role itself. */
    private static void assertSelects(List<SparkJob> jobs, Map<String, String> selector) {
        assertThat(selector).isNotEmpty();
        assertThat(jobs).allSatisfy(job -> {
            Map<String, String> labels = job.driver().entries("/metadata/labels");
            labels.put("spark-role", "driver");
            assertThat(labels).containsAllEntriesOf(selector);
            assertThat(job.executor().entries("/metadata/labels"))
                    .isEqualTo(job.driver().entries("/metadata/labels"));
        });
    }

    @Test
    void awsRoleIsOnBothServiceAccounts() {
        assertThat(ofKind(SparkJob.rendered("eks"), "ServiceAccount"))
                .hasSize(2)
                .allSatisfy(account ->
                        assertThat(account.entries("/metadata/annotations")).containsKey("eks.amazonaws.com/role-arn"));
        assertThat(SparkJob.in("eks"))
                .allSatisfy(job -> assertThat(job.setting("spark.hadoop.fs.s3a.aws.credentials.provider"))
                        .endsWith(".WebIdentityTokenFileCredentialsProvider"));
    }

    @Test
    void iamPolicyCoversWhatJobsTouch() {
        String checkpoints =
                the(SparkJob.rendered("eks"), "ConfigMap").entries("/data").get("CHECKPOINTS");
        Set<String> buckets = new TreeSet<>();
        Set<String> folders = new TreeSet<>(Set.of(checkpoints));
        Set<String> databases = new TreeSet<>();
        for (SparkJob job : SparkJob.in("eks")) {
            job.buckets(Stream.of(checkpoints)).forEach(buckets::add);
            folders.add(job.setting("spark.eventLog.dir"));
            folders.add(job.setting("spark.storage.decommission.fallbackStorage.path"));
            folders.add(job.setting("spark.sql.catalog.lake.warehouse"));
            databases.addAll(job.values("--namespace"));
        }
        folders.remove("");

        Set<String> arns = folders.stream()
                .map(folder ->
                        "arn:aws:s3:::" + folder.replaceFirst("^s3a?://", "").replaceFirst("/$", "") + "/*")
                .collect(Collectors.toCollection(TreeSet::new));
        buckets.forEach(bucket -> arns.add("arn:aws:s3:::" + bucket));
        assertThat(resources("arn:aws:s3:")).containsExactlyElementsOf(arns).hasSize(6);
        assertThat(resources("arn:aws:glue:"))
                .filteredOn(arn -> arn.contains(":database/"))
                .extracting(arn -> arn.replaceFirst(".*/", ""))
                .containsExactlyInAnyOrderElementsOf(databases);
        assertThat(resources("arn:aws:glue:"))
                .filteredOn(arn -> arn.contains(":table/"))
                .extracting(arn -> arn.replaceFirst(".*:table/", ""))
                .containsExactlyInAnyOrderElementsOf(
                        databases.stream().map(database -> database + "/*").toList());
    }

    private static List<String> resources(String prefix) {
        Manifest policy = new Manifest(Manifests.json(Manifests.SPARK.resolve("overlays/eks/iam-policy.json")));
        return policy.elements("/Statement").stream()
                .flatMap(statement -> new Manifest(statement).texts("/Resource").stream())
                .filter(arn -> arn.startsWith(prefix))
                .sorted()
                .toList();
    }

    /** Executors come and go: what their volumes cost must not stay. */
    @Test
    void scratchVolumesAreDeletedWithTheirClaims() {
        Manifest scratch = the(SparkJob.rendered("eks"), "StorageClass");
        String prefix = "spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1.options.";

        assertThat(scratch.text("/reclaimPolicy")).isEqualTo("Delete");
        assertThat(SparkJob.in("eks")).allSatisfy(job -> {
            assertThat(job.setting(prefix + "storageClass")).isEqualTo(scratch.name());
            assertThat(job.setting(prefix + "claimName")).isEqualTo("OnDemand");
            assertThat(job.settings().keySet()).noneMatch(key -> key.contains(".volumes.emptyDir."));
        });
    }

    /** Those that are mounted are Strimzi's. */
    @Test
    void externalSecretsHoldEveryKeyThatIsRead() {
        Set<String> read = new TreeSet<>();
        SparkJob.in("eks")
                .forEach(job -> read.addAll(job.secretVariables("driver").values()));
        Set<String> kept = new TreeSet<>();
        ofKind(SparkJob.rendered("eks"), "ExternalSecret")
                .forEach(secret -> secret.elements("/spec/data")
                        .forEach(entry -> kept.add(secret.text("/spec/target/name") + ":"
                                + entry.get("secretKey").asText())));

        assertThat(kept).isEqualTo(read).isNotEmpty();
    }

    private static Set<String> ports(Manifest policy, String rules) {
        return policy.elements(rules).stream()
                .flatMap(rule -> rule.get("ports").findValuesAsText("port").stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String port(String address) {
        String last = Arrays.asList(address.split(":")).get(address.split(":").length - 1);
        return last.matches("\\d+") ? last : "443";
    }
}

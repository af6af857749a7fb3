// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.KubernetesConf;
import org.apache.spark.deploy.k8s.KubernetesDriverConf;
import org.apache.spark.deploy.k8s.KubernetesDriverSpec;
import org.apache.spark.deploy.k8s.KubernetesExecutorConf;
import org.apache.spark.deploy.k8s.KubernetesExecutorSpec;
import org.apache.spark.deploy.k8s.SparkPod;
import org.apache.spark.deploy.k8s.submit.JavaMainAppResource;
import org.apache.spark.deploy.k8s.submit.KubernetesDriverBuilder;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBuilder;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** A driver, an executor and what comes with it, made by Spark of a SparkApplication as Apache's operator does. */
record KubernetesPods(Pod driver, Pod executor, List<HasMetadata> executorResources) {
    /** Asked for nothing: nobody is there. */
    private static final String NOWHERE = "https://127.0.0.1:1";

    private static final YAMLMapper YAML = new YAMLMapper();

    static KubernetesPods of(String overlay, String job, Path scratch) throws IOException {
        JsonNode application = application(Path.of("k8s/rendered/" + overlay + ".yaml"), job);
        SparkConf settings = settings(application, scratch);
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder().withMasterUrl(NOWHERE).build())
                .build()) {
            Pod driver = driver(application, settings, client);
            KubernetesExecutorSpec executor = executor(settings, driver, client);
            return new KubernetesPods(
                    driver, whole(executor.pod()), CollectionConverters.asJava(executor.executorKubernetesResources()));
        }
    }

    private static JsonNode application(Path file, String job) throws IOException {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            return documents.readAll().stream()
                    .filter(one -> one.path("kind").asText().equals("SparkApplication"))
                    .filter(one -> one.at("/metadata/name").asText().equals(job))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static SparkConf settings(JsonNode application, Path scratch) throws IOException {
        SparkConf settings = new SparkConf(false);
        application
                .at("/spec/sparkConf")
                .properties()
                .forEach(setting ->
                        settings.set(setting.getKey(), setting.getValue().asText()));
        settings.set("spark.app.id", "app")
                .set("spark.jars", application.at("/spec/jars").asText())
                .set(
                        "spark.kubernetes.namespace",
                        application.at("/metadata/namespace").asText())
                .set("spark.master", "k8s://" + NOWHERE)
                .set("spark.submit.deployMode", "cluster");
        for (String role : List.of("driver", "executor")) {
            ObjectNode template = (ObjectNode) application.at("/spec/" + role + "Spec/podTemplateSpec");
            template.put("apiVersion", "v1").put("kind", "Pod");
            Path file = Files.writeString(scratch.resolve(role + ".yaml"), YAML.writeValueAsString(template));
            settings.set("spark.kubernetes." + role + ".podTemplateFile", file.toString());
        }
        return settings;
    }

    private static Pod driver(JsonNode application, SparkConf settings, KubernetesClient client) {
        List<String> arguments = new ArrayList<>();
        application.at("/spec/driverArgs").forEach(argument -> arguments.add(argument.asText()));
        KubernetesDriverConf conf = KubernetesConf.createDriverConf(
                settings,
                "app",
                new JavaMainAppResource(
                        Option.apply(application.at("/spec/jars").asText())),
                application.at("/spec/mainClass").asText(),
                arguments.toArray(String[]::new),
                Option.empty());
        KubernetesDriverSpec made = new KubernetesDriverBuilder().buildFromFeatures(conf, client);
        return whole(made.pod());
    }

    private static KubernetesExecutorSpec executor(SparkConf settings, Pod driver, KubernetesClient client) {
        settings.set("spark.driver.host", driver.getMetadata().getName());
        SecurityManager security = new SecurityManager(
                settings, Option.empty(), org.apache.spark.internal.config.package$.MODULE$.AUTH_SECRET_FILE());
        security.initializeAuth();
        KubernetesExecutorConf conf = KubernetesConf.createExecutorConf(settings, "1", "app", Option.apply(driver), 0);
        return new KubernetesExecutorBuilder()
                .buildFromFeatures(
                        conf, security, client, ResourceProfile$.MODULE$.getOrCreateDefaultProfile(settings));
    }

    private static Pod whole(SparkPod made) {
        Container container = made.container();
        return new PodBuilder(made.pod())
                .editSpec()
                .addToContainers(container)
                .endSpec()
                .build();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A job of Spark, in whichever operator's words. */
record SparkJob(Manifest manifest) {
    /** Fields of Kubeflow's form, and the settings of Spark that its operator makes of them. */
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("/spec/image", "spark.kubernetes.container.image"),
            Map.entry("/spec/imagePullPolicy", "spark.kubernetes.container.image.pullPolicy"),
            Map.entry("/spec/driver/cores", "spark.driver.cores"),
            Map.entry("/spec/driver/coreLimit", "spark.kubernetes.driver.limit.cores"),
            Map.entry("/spec/driver/memory", "spark.driver.memory"),
            Map.entry("/spec/driver/memoryOverhead", "spark.driver.memoryOverhead"),
            Map.entry("/spec/driver/serviceAccount", "spark.kubernetes.authenticate.driver.serviceAccountName"),
            Map.entry("/spec/executor/cores", "spark.executor.cores"),
            Map.entry("/spec/executor/coreLimit", "spark.kubernetes.executor.limit.cores"),
            Map.entry("/spec/executor/memory", "spark.executor.memory"),
            Map.entry("/spec/executor/memoryOverhead", "spark.executor.memoryOverhead"),
            Map.entry("/spec/executor/serviceAccount", "spark.kubernetes.authenticate.executor.serviceAccountName"),
            Map.entry("/spec/dynamicAllocation/enabled", "spark.dynamicAllocation.enabled"),
            Map.entry("/spec/dynamicAllocation/initialExecutors", "spark.dynamicAllocation.initialExecutors"),
            Map.entry("/spec/dynamicAllocation/minExecutors", "spark.dynamicAllocation.minExecutors"),
            Map.entry("/spec/dynamicAllocation/maxExecutors", "spark.dynamicAllocation.maxExecutors"));

    static List<String> overlays() {
        return Manifests.children(Manifests.SPARK.resolve("overlays")).stream()
                .map(folder -> folder.getFileName().toString())
                .toList();
    }

    static List<Manifest> rendered(String overlay) {
        return Manifests.read(Manifests.SPARK.resolve("rendered/" + overlay + ".yaml"));
    }

    static List<SparkJob> of(List<Manifest> manifests) {
        return Manifests.ofKind(manifests, "SparkApplication").stream()
                .map(SparkJob::new)
                .toList();
    }

    static List<SparkJob> in(String overlay) {
        return of(rendered(overlay));
    }

    /** Of all overlays. */
    static List<SparkJob> all() {
        return overlays().stream().flatMap(overlay -> in(overlay).stream()).toList();
    }

    boolean isApaches() {
        return manifest.apiVersion().startsWith("spark.apache.org/");
    }

    String name() {
        return manifest.name();
    }

    String mainClass() {
        return manifest.text("/spec/mainClass");
    }

    String jar() {
        return manifest.text(isApaches() ? "/spec/jars" : "/spec/mainApplicationFile");
    }

    String sparkVersion() {
        return manifest.text(isApaches() ? "/spec/runtimeVersions/sparkVersion" : "/spec/sparkVersion");
    }

    List<String> arguments() {
        return manifest.texts(isApaches() ? "/spec/driverArgs" : "/spec/arguments");
    }

    /** The values of an option, which is written {@code --option=value}. */
    List<String> values(String option) {
        return arguments().stream()
                .filter(argument -> argument.startsWith(option + "="))
                .map(argument -> argument.substring(option.length() + 1))
                .toList();
    }

    /** The value of an option that is there once. */
    String value(String option) {
        List<String> values = values(option);
        if (values.size() != 1) {
            throw new AssertionError("Expected one " + option + " of " + name() + ", found " + values);
        }
        return values.get(0);
    }

    /** The settings of Kafka's clients and of Spark's Kafka source. */
    Map<String, String> kafka() {
        Map<String, String> settings = new TreeMap<>();
        values("--kafka").forEach(setting -> {
            String[] parts = setting.split("=", 2);
            settings.put(parts[0], parts[1]);
        });
        return settings;
    }

    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(manifest.entries("/spec/sparkConf"));
        if (!isApaches()) {
            FIELDS.forEach((pointer, key) -> {
                if (!manifest.at(pointer).isMissingNode()) {
                    settings.put(key, manifest.text(pointer));
                }
            });
        }
        return settings;
    }

    String setting(String key) {
        return settings().getOrDefault(key, "");
    }

    /** The variables that the driver or the executors have of Secrets, as {@code secret:key}. */
    Map<String, String> secretVariables(String role) {
        return settingsAfter("spark.kubernetes." + role + ".secretKeyRef.");
    }

    /** The Secrets that the driver or the executors have as folders, and where. */
    Map<String, String> mountedSecrets(String role) {
        return settingsAfter("spark.kubernetes." + role + ".secrets.");
    }

    private Map<String, String> settingsAfter(String prefix) {
        Map<String, String> found = new TreeMap<>();
        settings().forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }

    Manifest driver() {
        return new Manifest(manifest.at(isApaches() ? "/spec/driverSpec/podTemplateSpec" : "/spec/driver/template"));
    }

    Manifest executor() {
        return new Manifest(
                manifest.at(isApaches() ? "/spec/executorSpec/podTemplateSpec" : "/spec/executor/template"));
    }

    /** The buckets that paths in settings and in {@code others} name. */
    Stream<String> buckets(Stream<String> others) {
        Pattern bucket = Pattern.compile("s3a?://([^/]+)");
        return Stream.concat(settings().values().stream(), others)
                .flatMap(value -> bucket.matcher(value).results())
                .map((MatchResult found) -> found.group(1));
    }

    /** Where the source of its main class is. */
    Path source() {
        return Manifests.ROOT.resolve("spark/src/main/java/" + mainClass().replace('.', '/') + ".java");
    }

    @Override
    public String toString() {
        return manifest.apiVersion().replaceFirst("/.*", "") + " " + manifest.text("/metadata/namespace") + " "
                + name();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Settings and classes that the jobs are configured with are in Spark's jars. Spark takes any setting, so that a typo would do
 * nothing. What is read are the texts in the class files; no class of Spark's is loaded.
 */
class SparkSettingsTest {
    /** A class of each jar: core, SQL's settings, state stores, Kubernetes, object storage. */
    private static final List<String> JARS = List.of(
            "org/apache/spark/SparkConf.class",
            "org/apache/spark/sql/internal/SQLConf.class",
            "org/apache/spark/sql/execution/streaming/state/RocksDBStateStoreProvider.class",
            "org/apache/spark/deploy/k8s/Config.class",
            "org/apache/spark/internal/io/cloud/AbortableStreamBasedCheckpointFileManager.class");

    /** What belongs to others: Hadoop's file systems, and the Iceberg catalog, whose name is ours. */
    private static final Pattern OTHERS = Pattern.compile("spark\\.hadoop\\..*|spark\\.sql\\.catalog\\.lake(\\..*)?");

    /** Settings whose last part is a name of ours. */
    private static final Pattern NAMED =
            Pattern.compile("(spark\\.kubernetes\\.(driver|executor)\\.(secretKeyRef|secrets)\\.)[A-Za-z_-]+");

    private static final Pattern VOLUME = Pattern.compile(
            "(spark\\.kubernetes\\.(driver|executor)\\.volumes\\.)"
                    + "(emptyDir|persistentVolumeClaim)\\.[a-z0-9-]+\\.(mount\\.path|options\\.(claimName|sizeLimit|storageClass))");
    private static final Set<String> TEXTS = new HashSet<>();
    private static final Set<String> CLASSES = new HashSet<>();

    @BeforeAll
    static void readSparksJars() throws Exception {
        for (String type : JARS) {
            URL found = SparkSettingsTest.class.getClassLoader().getResource(type);
            assertThat(found).as(type).isNotNull();
            String jar = found.getPath().replaceFirst("!/.*", "");
            try (JarFile entries = new JarFile(Path.of(URI.create(jar)).toFile())) {
                for (JarEntry entry : Collections.list(entries.entries())) {
                    if (entry.getName().endsWith(".class")) {
                        CLASSES.add(entry.getName().replace('/', '.').replaceFirst("\\.class$", ""));
                        readTexts(new DataInputStream(new BufferedInputStream(entries.getInputStream(entry))));
                    }
                }
            }
        }
    }

    /** The constant pool of a class file: JVM specification, section 4.4. */
    private static void readTexts(DataInputStream file) throws IOException {
        file.skipNBytes(8);
        int count = file.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = file.readUnsignedByte();
            switch (tag) {
                case 1 -> TEXTS.add(file.readUTF());
                case 7, 8, 16, 19, 20 -> file.skipNBytes(2);
                case 15 -> file.skipNBytes(3);
                case 5, 6 -> {
                    file.skipNBytes(8);
                    i++; // long and double take two places
                }
                default -> file.skipNBytes(4);
            }
        }
    }

    @Test
    void everySettingIsSparks() {
        Set<String> unknown = new TreeSet<>();
        for (SparkJob job : SparkJob.all()) {
            job.settings().keySet().stream().filter(key -> !isKnown(key)).forEach(unknown::add);
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void typosAreFound() {
        assertThat(List.of(
                        "spark.dynamicAllocation.shuffletracking.enabled",
                        "spark.decomission.enabled",
                        "spark.kubernetes.drivers.secretKeyRef.X",
                        "spark.kubernetes.executor.volumes.emptyDir.spark-local-dir-1.options.limit",
                        "spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enable"))
                .noneMatch(SparkSettingsTest::isKnown);
    }

    @Test
    void classesInSettingsAreSparks() {
        Set<String> classes = new TreeSet<>();
        for (SparkJob job : SparkJob.all()) {
            job.settings().values().stream()
                    .filter(value -> value.startsWith("org.apache.spark."))
                    .forEach(classes::add);
        }

        assertThat(CLASSES).containsAll(classes);
        assertThat(classes).hasSize(2);
    }

    private static boolean isKnown(String key) {
        for (Pattern pattern : List.of(NAMED, VOLUME)) {
            Matcher named = pattern.matcher(key);
            if (named.matches()) {
                return TEXTS.contains(named.group(1));
            }
        }
        return OTHERS.matcher(key).matches() || TEXTS.contains(key) || isInTwoParts(key);
    }

    /** Spark makes some names of a prefix and a rest; javac and scalac write {@code \1} for what a text is put together with. */
    private static boolean isInTwoParts(String key) {
        for (int dot = key.indexOf('.', "spark.".length()); dot > 0; dot = key.indexOf('.', dot + 1)) {
            String rest = key.substring(dot);
            boolean isRest = TEXTS.contains(rest)
                    || TEXTS.contains("\1" + rest)
                    || rest.indexOf('.', 1) > 0 && TEXTS.contains(rest.substring(1));
            if (isRest && TEXTS.contains(key.substring(0, dot))) {
                return true;
            }
        }
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.strimzi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of this folder. */
final class Manifests {
    /** {@code strimzi/}. */
    static final Path FOLDER = Path.of("").toAbsolutePath();

    /** The checkout. */
    static final Path ROOT = FOLDER.getParent();

    /** The manifests of the Spark jobs. */
    static final Path SPARK = ROOT.resolve("spark/k8s");

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Set<String> BUILT = Set.of("target", ".git");

    private Manifests() {}

    /** All that is rendered: the overlays, and what only tests put together. */
    static List<Path> kustomizations() {
        return Stream.concat(
                        children(FOLDER.resolve("overlays")).stream(),
                        children(FOLDER.resolve("src/test/kustomize")).stream())
                .toList();
    }

    static List<String> overlays() {
        return kustomizations().stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }

    /** Those that bring their own Kafka cluster. */
    static List<String> overlaysWithKafka() {
        return overlays().stream()
                .filter(name -> !ofKind(rendered(name), "Kafka").isEmpty())
                .toList();
    }

    /** Those whose Kafka user is a KafkaUser. */
    static List<String> overlaysWithUser() {
        return overlays().stream()
                .filter(name -> !ofKind(rendered(name), "KafkaUser").isEmpty())
                .toList();
    }

    static List<Manifest> rendered(String overlay) {
        return read(FOLDER.resolve("rendered/" + overlay + ".yaml"));
    }

    static List<Manifest> ofKind(List<Manifest> manifests, String kind) {
        return manifests.stream().filter(one -> one.kind().equals(kind)).toList();
    }

    /** The only one of its kind. */
    static Manifest the(List<Manifest> manifests, String kind) {
        List<Manifest> found = ofKind(manifests, kind);
        if (found.size() != 1) {
            throw new AssertionError("Expected one " + kind + ", found " + found);
        }
        return found.get(0);
    }

    static Manifest named(List<Manifest> manifests, String kind, String name) {
        return ofKind(manifests, kind).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + kind + " " + name));
    }

    static List<Manifest> read(Path file) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            return documents.readAll().stream().map(Manifest::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(String text) {
        return parse(YAML, text);
    }

    static JsonNode json(Path file) {
        return parse(JSON, text(file));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is in a folder, sorted. */
    static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files of a name anywhere below a folder of sources, sorted. What builds make is not looked at: it comes and goes. */
    static List<Path> find(Path folder, String name) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return BUILT.contains(String.valueOf(directory.getFileName()))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.getFileName().toString().equals(name)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.stream().sorted().toList();
    }

    private static JsonNode parse(ObjectMapper mapper, String text) {
        try {
            return mapper.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.monitoring.metabase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.millrace.monitoring.metabase.Entity.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Reads the files below {@code collections/}, as Metabase itself would on import: folders mean nothing, ids do. */
final class LibraryReader {
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    private LibraryReader() {}

    /** {@code folder} is the one that {@code collections} is in. */
    static Library read(Path folder) {
        Path collections = folder.resolve("collections");
        try (Stream<Path> files = Files.walk(collections)) {
            List<Entity> entities = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(LibraryReader::entity)
                    .toList();
            if (entities.isEmpty()) {
                throw new Problem(
                        "Cannot find anything to load: " + collections + " holds no .yaml file. Check --folder.");
            }
            return Library.of(entities);
        } catch (IOException e) {
            throw new Problem("Cannot read " + collections + ": " + e + ". Check --folder.", e);
        }
    }

    private static Entity entity(Path file) {
        try {
            JsonNode yaml = YAML.readTree(file.toFile());
            if (!(yaml instanceof ObjectNode fields)) {
                throw Entity.wrong(file, "it is not a map");
            }
            return Entity.of(file, kind(file, fields), fields);
        } catch (JsonProcessingException e) {
            throw new Problem("Cannot read " + file + ": it is not YAML: " + e.getOriginalMessage() + ".", e);
        } catch (IOException e) {
            throw new Problem("Cannot read " + file + ": " + e + ".", e);
        }
    }

    private static Kind kind(Path file, JsonNode yaml) {
        JsonNode path = yaml.path("serdes/meta");
        String model = path.path(path.size() - 1).path("model").asText("");
        return Arrays.stream(Kind.values())
                .filter(each -> each.model().equals(model))
                .findFirst()
                .orElseThrow(() -> Entity.wrong(
                        file, "its model is '" + model + "' (expected Collection, Card or Dashboard in serdes/meta)"));
    }
}

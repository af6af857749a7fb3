// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cli.document.Documents;
import io.millrace.cli.document.Node;
import io.millrace.cli.document.Node.Mapping;
import io.millrace.cli.document.Node.Scalar;
import io.millrace.cli.document.Node.Sequence;
import io.millrace.cli.document.Position;
import io.millrace.cli.document.SyntaxError;
import io.millrace.cli.rest.PartitionOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a file of offsets in the form that {@code offsets show --output json} prints, and says where it is not in that form. */
final class OffsetsFile {
    /** Offsets that can be sent only if there are no problems. */
    record Content(List<PartitionOffset> offsets, List<String> problems) {
        Content {
            offsets = List.copyOf(offsets);
            problems = List.copyOf(problems);
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Set<String> ENTRY = Set.of("partition", "offset");

    private final boolean isSink;
    private final List<PartitionOffset> offsets = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<JsonNode, Position> seen = new HashMap<>();

    private OffsetsFile(boolean isSink) {
        this.isSink = isSink;
    }

    static Content ofSink(String file, String text) {
        return new OffsetsFile(true).read(file, text);
    }

    static Content ofSource(String file, String text) {
        return new OffsetsFile(false).read(file, text);
    }

    private Content read(String file, String text) {
        try {
            document(file, Documents.read(file, text));
        } catch (SyntaxError e) {
            report(e.at(), String.valueOf(e.getMessage()));
        }
        return new Content(offsets, problems);
    }

    private void report(Position at, String problem) {
        problems.add(at + ": " + problem);
    }

    private void document(String file, List<Node> documents) {
        Node first = documents.isEmpty() ? new Mapping(new Position(file, 1, 1), List.of()) : documents.get(0);
        Optional<Node> list = first instanceof Mapping map ? map.get("offsets") : Optional.empty();
        if (documents.size() == 1
                && list.orElse(null) instanceof Sequence entries
                && !entries.items().isEmpty()) {
            entries.items().forEach(this::entry);
        } else {
            report(
                    list.map(Node::at).orElse(first.at()),
                    "expected one map with a list 'offsets' of partitions and offsets");
        }
    }

    private void entry(Node node) {
        if (!(node instanceof Mapping map)
                || !names(map).equals(ENTRY)
                || map.entries().size() != 2) {
            report(node.at(), "expected a map of 'partition' and 'offset', found " + found(node));
            return;
        }
        Node partition = map.get("partition").orElseThrow();
        Node offset = map.get("offset").orElseThrow();
        boolean hasPartition = isPartition(partition);
        boolean hasOffset = isOffset(offset); // looked at even so: both may be wrong
        if (hasPartition && hasOffset) {
            add(partition.at(), new PartitionOffset(json(partition), json(offset)));
        }
    }

    private static String found(Node node) {
        return node instanceof Mapping map
                ? map.entries().stream().map(Node.Entry::name).collect(Collectors.joining(", "))
                : node.kind();
    }

    private static Set<String> names(Mapping map) {
        return map.entries().stream().map(Node.Entry::name).collect(Collectors.toSet());
    }

    private boolean isPartition(Node node) {
        if (!isSink) {
            return isMap(node, "the partition");
        }
        boolean isRight = node instanceof Mapping map
                && names(map).equals(Set.of(PartitionOffset.TOPIC, PartitionOffset.PARTITION))
                && map.get(PartitionOffset.TOPIC).filter(OffsetsFile::isText).isPresent()
                && map.get(PartitionOffset.PARTITION)
                        .filter(OffsetsFile::isCount)
                        .isPresent();
        return reported(
                isRight,
                node,
                "a sink's partition is a map of 'kafka_topic', a string, and 'kafka_partition', a number from 0");
    }

    private boolean isOffset(Node node) {
        if (node instanceof Scalar scalar && scalar.type() == Scalar.Type.NULL) {
            return true;
        }
        if (!isSink) {
            return isMap(node, "the offset");
        }
        boolean isRight = node instanceof Mapping map
                && names(map).equals(Set.of(PartitionOffset.OFFSET))
                && map.get(PartitionOffset.OFFSET).filter(OffsetsFile::isCount).isPresent();
        return reported(
                isRight, node, "a sink's offset is a map of 'kafka_offset', a number from 0, or null to forget it");
    }

    private boolean isMap(Node node, String what) {
        boolean isMap = node instanceof Mapping map && !map.entries().isEmpty();
        return reported(isMap, node, what + " has to be a map with values, found " + node.kind());
    }

    private boolean reported(boolean isRight, Node node, String problem) {
        if (!isRight) {
            report(node.at(), problem);
        }
        return isRight;
    }

    private static boolean isText(Node node) {
        return node instanceof Scalar scalar
                && scalar.type() == Scalar.Type.STRING
                && !scalar.text().isEmpty();
    }

    private static boolean isCount(Node node) {
        return node instanceof Scalar scalar
                && scalar.type() == Scalar.Type.NUMBER
                && scalar.text().matches("[0-9]{1,18}");
    }

    private void add(Position at, PartitionOffset offset) {
        Position before = seen.putIfAbsent(offset.partition(), at);
        if (before != null) {
            report(at, "the same partition as at " + before);
        }
        offsets.add(offset);
    }

    private JsonNode json(Node node) {
        if (node instanceof Mapping map) {
            ObjectNode object = JSON.createObjectNode();
            map.entries().forEach(entry -> object.set(entry.name(), json(entry.value())));
            return object;
        }
        if (node instanceof Sequence list) {
            ArrayNode array = JSON.createArrayNode();
            list.items().forEach(item -> array.add(json(item)));
            return array;
        }
        return scalar((Scalar) node);
    }

    /** Numbers become what a parser of JSON makes of them, so that they compare with a worker's. */
    private JsonNode scalar(Scalar scalar) {
        return switch (scalar.type()) {
            case STRING -> JsonNodeFactory.instance.textNode(scalar.text());
            case BOOLEAN -> JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(scalar.text()));
            case NULL -> JsonNodeFactory.instance.nullNode();
            case NUMBER -> number(scalar);
        };
    }

    private JsonNode number(Scalar scalar) {
        try {
            return JSON.readTree(scalar.text());
        } catch (JsonProcessingException onlyOfYaml) {
            report(scalar.at(), "the number " + scalar.text() + " is none in JSON, which Connect is sent");
            return JsonNodeFactory.instance.nullNode();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.rest.PartitionOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What becomes of a partition's offset; empty for none. */
record Change(JsonNode partition, Optional<JsonNode> before, Optional<JsonNode> after) {
    /** For each offset that is wanted, in the order given. */
    static List<Change> to(List<PartitionOffset> wanted, List<PartitionOffset> current) {
        Map<JsonNode, JsonNode> known = byPartition(current);
        return wanted.stream()
                .map(each -> new Change(
                        each.partition(),
                        Optional.ofNullable(known.get(each.partition())),
                        each.isTakenAway() ? Optional.empty() : Optional.of(each.offset())))
                .toList();
    }

    /** All are forgotten. */
    static List<Change> forgetting(List<PartitionOffset> current) {
        return current.stream()
                .map(each -> new Change(each.partition(), Optional.of(each.offset()), Optional.empty()))
                .toList();
    }

    private static Map<JsonNode, JsonNode> byPartition(List<PartitionOffset> offsets) {
        Map<JsonNode, JsonNode> map = new LinkedHashMap<>();
        offsets.forEach(each -> map.put(each.partition(), each.offset()));
        return map;
    }

    /** Those of the changes that {@code current} does not show. */
    static List<Change> missing(List<Change> changes, List<PartitionOffset> current) {
        Map<JsonNode, JsonNode> known = byPartition(current);
        return changes.stream()
                .filter(change -> !change.after.equals(Optional.ofNullable(known.get(change.partition))))
                .toList();
    }

    /** Whether it stays as it is. */
    boolean isNone() {
        return before.equals(after);
    }

    /** Of a sink: what its next run reads again or does not read. */
    String effect() {
        if (before.isEmpty() || after.isEmpty()) {
            return after.isEmpty() ? "starts where auto.offset.reset says" : "";
        }
        long distance = kafkaOffset(after.get()) - kafkaOffset(before.get());
        if (distance == 0) {
            return "stays";
        }
        return distance < 0 ? "reads " + -distance + " again" : "skips " + distance;
    }

    private static long kafkaOffset(JsonNode offset) {
        return offset.path(PartitionOffset.OFFSET).asLong();
    }

    /** Of a source: the fields that only one of the offsets has, which a connector may not understand. */
    Set<String> strayFields() {
        if (before.isEmpty() || after.isEmpty()) {
            return Set.of();
        }
        Set<String> stray = new TreeSet<>();
        Set<String> old = fields(before.get());
        Set<String> fresh = fields(after.get());
        old.stream().filter(field -> !fresh.contains(field)).forEach(stray::add);
        fresh.stream().filter(field -> !old.contains(field)).forEach(stray::add);
        return stray;
    }

    private static Set<String> fields(JsonNode offset) {
        List<String> names = new ArrayList<>();
        for (Iterator<String> each = offset.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return Set.copyOf(names);
    }
}

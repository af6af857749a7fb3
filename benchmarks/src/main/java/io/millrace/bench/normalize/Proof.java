// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Shows, before anything is measured, that a contender does the work: that each of its rows holds every column of the
 * table, and its metadata columns, with the values that are known beforehand. Contenders that pass are equal in what
 * they share.
 */
final class Proof {
    private Proof() {}

    static void require(Normalizer contender, Iterable<Change> changes) {
        changes.forEach(change -> require(contender, change));
    }

    private static void require(Normalizer contender, Change change) {
        SourceRecord output = contender.apply(change.record());
        Schema row = change.record().valueSchema().field("after").schema();
        Map<String, Object> found = contender.form().read(output, row);
        if (Boolean.TRUE.equals(change.facts().get(Facts.DELETED))
                && contender.form().deletes() == Form.Deletes.AS_NULL) {
            if (found != null) {
                throw new IllegalStateException(contender.name() + " makes a row of a delete (expected null).");
            }
            return;
        }
        Map<String, Object> expected = new TreeMap<>(change.facts());
        expected.keySet()
                .removeIf(fact ->
                        fact.startsWith("#") && !contender.form().facts().contains(fact));
        if (found == null || !expected.equals(found)) {
            throw new IllegalStateException(contender.name() + " does other work than the rest: "
                    + difference(expected, found == null ? Map.of() : found));
        }
    }

    /** Shows that two contenders, if both take part, write the same objects into the same slots: types, order, all. */
    static void requireEqualRows(List<Normalizer> contenders, String one, String other, Iterable<Change> changes) {
        Normalizer first = named(contenders, one);
        Normalizer second = named(contenders, other);
        if (first == null || second == null) {
            return;
        }
        for (Change change : changes) {
            if (!slots(first, change).equals(slots(second, change))) {
                throw new IllegalStateException(other + " writes " + slots(second, change) + ", and " + one + " writes "
                        + slots(first, change) + ".");
            }
        }
    }

    private static @Nullable Normalizer named(List<Normalizer> contenders, String name) {
        return contenders.stream()
                .filter(contender -> contender.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static List<@Nullable Object> slots(Normalizer contender, Change change) {
        SourceRecord output = Objects.requireNonNull(contender.apply(change.record()));
        Struct row = (Struct) output.value();
        List<@Nullable Object> slots = new ArrayList<>();
        for (Field field : row.schema().fields()) {
            slots.add(field.name());
            Object value = row.getWithoutDefault(field.name());
            slots.add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
        }
        return slots;
    }

    private static String difference(Map<String, Object> expected, Map<String, Object> found) {
        TreeSet<String> names = new TreeSet<>(expected.keySet());
        names.addAll(found.keySet());
        names.removeIf(name -> Objects.equals(expected.get(name), found.get(name)));
        String name = names.first();
        return name + " is " + found.get(name) + " (expected " + expected.get(name) + "), and " + (names.size() - 1)
                + " others.";
    }
}

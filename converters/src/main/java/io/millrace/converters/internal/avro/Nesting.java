// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.records.Fault;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** How deep the parts of a schema are nested; a schema that holds itself counts once. */
public final class Nesting {
    private static final int MAX_LEVELS = 1000;

    /** A record that is used in many places is a schema of its own in each: few lines can stand for billions of fields. */
    private static final int MAX_PARTS = 200_000;

    /** How many parts a record has; 1 while they are being counted. */
    private final IdentityHashMap<Schema, Integer> parts = new IdentityHashMap<>();

    /** How many levels are below; 0 while they are being counted. */
    private final IdentityHashMap<Object, Integer> below = new IdentityHashMap<>();

    private Nesting() {}

    /** Refuses what would be too deep for the stack, before anything walks it down. */
    static void check(Schema avro) {
        Nesting nesting = new Nesting();
        nesting.levels(avro, 0);
        if (nesting.parts(avro) > MAX_PARTS) {
            throw new Fault("a schema of more than " + MAX_PARTS + " parts, each use of a named one counted");
        }
    }

    static void check(org.apache.kafka.connect.data.Schema connect) {
        new Nesting().levels(connect, 0);
    }

    /** For what is refused by the stack itself: less deep than allowed, but with much to remember on every level. */
    public static Fault tooDeep() {
        return new Fault("more levels of nesting than the thread's stack has room for");
    }

    /** At most one more than are allowed. */
    private int parts(Schema avro) {
        return switch (avro.getType()) {
            case ARRAY -> 1 + parts(avro.getElementType());
            case MAP -> 1 + parts(avro.getValueType());
            case UNION -> sum(avro.getTypes());
            case RECORD -> {
                Integer known = parts.putIfAbsent(avro, 1);
                if (known == null) {
                    known = sum(
                            avro.getFields().stream().map(Schema.Field::schema).toList());
                    parts.put(avro, known);
                }
                yield known;
            }
            default -> 1;
        };
    }

    private int sum(List<Schema> schemas) {
        int sum = 1;
        for (Schema schema : schemas) {
            sum = Math.min(sum + parts(schema), MAX_PARTS + 1);
        }
        return sum;
    }

    private int levels(Schema avro, int depth) {
        Integer known = known(avro, depth);
        if (known != null) {
            return known;
        }
        int levels = 1;
        switch (avro.getType()) {
            case ARRAY -> levels += levels(avro.getElementType(), depth + 1);
            case MAP -> levels += levels(avro.getValueType(), depth + 1);
            case UNION -> {
                for (Schema branch : avro.getTypes()) {
                    levels = Math.max(levels, levels(branch, depth + 1));
                }
            }
            case RECORD -> {
                for (Schema.Field field : avro.getFields()) {
                    levels = Math.max(levels, 1 + levels(field.schema(), depth + 1));
                }
            }
            default -> {}
        }
        below.put(avro, levels);
        return levels;
    }

    private int levels(org.apache.kafka.connect.data.Schema connect, int depth) {
        Integer known = known(connect, depth);
        if (known != null) {
            return known;
        }
        int levels = 1;
        switch (connect.type()) {
            case ARRAY -> levels += levels(connect.valueSchema(), depth + 1);
            case MAP ->
                levels += Math.max(levels(connect.keySchema(), depth + 1), levels(connect.valueSchema(), depth + 1));
            case STRUCT -> {
                for (org.apache.kafka.connect.data.Field field : connect.fields()) {
                    levels = Math.max(levels, 1 + levels(field.schema(), depth + 1));
                }
            }
            default -> {}
        }
        below.put(connect, levels);
        return levels;
    }

    private @Nullable Integer known(Object schema, int depth) {
        Integer known = below.putIfAbsent(schema, 0);
        if (depth + (known == null ? 0 : known) > MAX_LEVELS) {
            throw new Fault("a schema of more than " + MAX_LEVELS + " levels");
        }
        return known;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import java.util.IdentityHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** How deep the parts of a schema are nested; a schema that holds itself counts once. */
public final class Nesting {
    private static final int MAX_LEVELS = 1000;

    /** How many levels are below; 0 while they are being counted. */
    private final IdentityHashMap<Object, Integer> below = new IdentityHashMap<>();

    private Nesting() {}

    /** Refuses what would be too deep for the stack, before anything walks it down. */
    static void check(Schema avro) {
        new Nesting().levels(avro, 0);
    }

    static void check(org.apache.kafka.connect.data.Schema connect) {
        new Nesting().levels(connect, 0);
    }

    /** For what is refused by the stack itself: less deep than allowed, but with much to remember on every level. */
    public static Fault tooDeep() {
        return new Fault("more levels of nesting than the thread's stack has room for");
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

// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Which branch of an Avro union is the one for values of a Connect schema. */
final class Branches {
    private Branches() {}

    /** The only one but null, or the one of the same name, or of the same type; negative when none is. */
    static int find(org.apache.kafka.connect.data.Schema connect, Schema union, DataOptions options) {
        List<Schema> branches = union.getTypes();
        Schema only = AvroToConnect.onlyBranch(union);
        if (only != null) {
            return branches.indexOf(only);
        }
        String name = name(connect, options);
        int sameType = -1;
        for (int i = branches.size() - 1; i >= 0; i--) {
            Schema branch = branches.get(i);
            if (isNamed(branch) ? branch.getFullName().equals(name) : isOwn(connect, branch, options)) {
                if (isNamed(branch)) {
                    return i;
                }
                sameType = i;
            }
        }
        return sameType;
    }

    private static boolean isNamed(Schema avro) {
        return switch (avro.getType()) {
            case RECORD, ENUM, FIXED -> true;
            default -> false;
        };
    }

    private static @Nullable String name(org.apache.kafka.connect.data.Schema connect, DataOptions options) {
        String name = ConnectToAvro.typeName(connect, options);
        return name != null && options.has(DataOption.SCRUB_INVALID_NAMES) ? AvroNames.scrubFullName(name) : name;
    }

    private static boolean isOwn(org.apache.kafka.connect.data.Schema connect, Schema avro, DataOptions options) {
        return switch (connect.type()) {
            case INT8, INT16, INT32 -> avro.getType() == Schema.Type.INT;
            case INT64 -> avro.getType() == Schema.Type.LONG;
            case FLOAT32 -> avro.getType() == Schema.Type.FLOAT;
            case FLOAT64 -> avro.getType() == Schema.Type.DOUBLE;
            case BOOLEAN -> avro.getType() == Schema.Type.BOOLEAN;
            case STRING -> avro.getType() == Schema.Type.STRING;
            case BYTES -> avro.getType() == Schema.Type.BYTES;
            case ARRAY -> avro.getType() == Schema.Type.ARRAY;
            case MAP ->
                ConnectToAvro.hasTextKeys(connect, options)
                        ? avro.getType() == Schema.Type.MAP
                        : avro.getType() == Schema.Type.ARRAY;
            case STRUCT -> false;
        };
    }
}

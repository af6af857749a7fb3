// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Enums and unions, which Connect does not have: strings and structs that say by name or parameter what they stand for,
 * in Confluent's two ways (its own for Avro, and the generalized one of all its formats).
 */
final class SumTypes {
    private static final String GENERALIZED_ENUM = "org.apache.kafka.connect.data.Enum";
    private static final String GENERALIZED_UNION = "org.apache.kafka.connect.data.Union";
    private static final String GENERALIZED_UNION_NAME = "connect_union_";
    private static final String GENERALIZED_FIELD = "connect_union_field_";
    private static final String AVRO_ENUM = AvroNames.NAMESPACE + ".Enum";

    private SumTypes() {}

    /** Whether {@code connect} is a struct that has one field for each type of a union. */
    static boolean isUnion(org.apache.kafka.connect.data.Schema connect) {
        return connect.type() == org.apache.kafka.connect.data.Schema.Type.STRUCT
                && (AvroNames.UNION.equals(connect.name()) || has(connect, GENERALIZED_UNION));
    }

    /** The fields for the branches of {@code union}, which {@code connect} was made of; null for the branch that is null. */
    static @Nullable Field[] fieldsByBranch(org.apache.kafka.connect.data.Schema connect, Schema union) {
        List<Schema> branches = union.getTypes();
        @Nullable Field[] fields = new Field[branches.size()];
        int next = 0;
        for (int i = 0; i < fields.length; i++) {
            fields[i] = branches.get(i).getType() == Schema.Type.NULL
                    ? null
                    : connect.fields().get(next++);
        }
        return fields;
    }

    /** A struct for a union, the {@code number}th of its schema from 0, still without fields. */
    static SchemaBuilder unionBuilder(int number, DataOptions options) {
        if (!options.has(DataOption.GENERALIZED_SUM_TYPE_SUPPORT)) {
            return SchemaBuilder.struct().name(AvroNames.UNION);
        }
        String name = GENERALIZED_UNION_NAME + number;
        return SchemaBuilder.struct().name(name).parameter(GENERALIZED_UNION, name);
    }

    /** The name of the field for a branch: short as Confluent gives it, full where two branches would share one. */
    static String fieldName(Schema union, int branch, DataOptions options) {
        if (options.has(DataOption.GENERALIZED_SUM_TYPE_SUPPORT)) {
            return GENERALIZED_FIELD + branch;
        }
        Schema type = union.getTypes().get(branch);
        boolean shared = union.getTypes().stream()
                        .filter(other -> other.getName().equals(type.getName()))
                        .count()
                > 1;
        return shared || options.has(DataOption.ENHANCED_AVRO_SCHEMA_SUPPORT) ? type.getFullName() : type.getName();
    }

    /** The parameter that makes an Avro enum of {@code connect}; null when it is a string. */
    static @Nullable String enumParameter(org.apache.kafka.connect.data.Schema connect, DataOptions options) {
        boolean generalized = options.has(DataOption.GENERALIZED_SUM_TYPE_SUPPORT);
        boolean wanted = generalized || options.has(DataOption.ENHANCED_AVRO_SCHEMA_SUPPORT);
        if (!wanted || connect.type() != org.apache.kafka.connect.data.Schema.Type.STRING) {
            return null;
        }
        String first = generalized ? GENERALIZED_ENUM : AVRO_ENUM;
        String second = generalized ? AVRO_ENUM : GENERALIZED_ENUM;
        return has(connect, first) ? first : has(connect, second) ? second : null;
    }

    private static boolean has(org.apache.kafka.connect.data.Schema connect, String parameter) {
        return ConnectToAvro.parameter(connect, parameter) != null;
    }

    /** The symbols of an enum, in the order of its parameters. */
    static List<String> symbols(Map<String, String> parameters, String enumParameter) {
        String prefix = enumParameter + ".";
        return parameters.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .toList();
    }

    /** Notes in {@code builder} which enum it was, and its symbols. */
    static void describeEnum(SchemaBuilder builder, Schema avro, DataOptions options) {
        boolean generalized = options.has(DataOption.GENERALIZED_SUM_TYPE_SUPPORT);
        String parameter = generalized ? GENERALIZED_ENUM : AVRO_ENUM;
        builder.parameter(parameter, avro.getFullName());
        List<String> symbols = avro.getEnumSymbols();
        for (int i = 0; i < symbols.size(); i++) {
            String symbol = symbols.get(i);
            builder.parameter(parameter + "." + symbol, generalized ? Integer.toString(i) : symbol);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The type of a column, as {@code system.columns} says it.
 *
 * @param display the whole text: {@code Nullable(Decimal(18, 4))}
 * @param wrappers what stands around it, and changes nothing of the values but that there may be nulls
 * @param name without wrappers and parameters: {@code Decimal}; geometric types have the names of what they are made of,
 *     {@code Nested} is {@code Array}; {@link #UNKNOWN} where the sink does not know the type
 * @param limits its numbers
 * @param parts its names and inner types
 */
record ClickHouseType(String display, Set<Wrapper> wrappers, String name, Limits limits, Parts parts) {
    static final String UNKNOWN = "";

    private static final String LOW_CARDINALITY = "LowCardinality(";

    /** What stands around a type. */
    enum Wrapper {
        NULLABLE,
        LOW_CARDINALITY,
        /** {@code SimpleAggregateFunction}, whose values are written as those of its type. */
        AGGREGATE
    }

    /**
     * The numbers of a type.
     *
     * @param length a decimal's digits, a fixed string's bytes; 0 for none
     * @param scale digits after the point, or of a second
     * @param zone a time's; empty where it has none of its own
     */
    record Limits(int length, int scale, String zone) {
        static final Limits NONE = new Limits(0, 0, "");
    }

    /**
     * The names and inner types of a type.
     *
     * @param names of a tuple's elements, empty where they have none, or an enum's words
     * @param types of the elements: one of an array, key and value of a map, any number of a tuple
     * @param values the words' numbers
     */
    record Parts(List<String> names, List<ClickHouseType> types, List<Integer> values) {
        static final Parts NONE = new Parts(List.of(), List.of(), List.of());

        Parts {
            names = List.copyOf(names);
            types = List.copyOf(types);
            values = List.copyOf(values);
        }

        static Parts of(ClickHouseType... types) {
            return new Parts(List.of(), List.of(types), List.of());
        }
    }

    ClickHouseType {
        wrappers = Set.copyOf(wrappers);
    }

    /** Never fails: what cannot be read is unknown. */
    static ClickHouseType parse(String text) {
        return TypeParser.parse(text);
    }

    static ClickHouseType unknown(String text) {
        return new ClickHouseType(text, Set.of(), UNKNOWN, Limits.NONE, Parts.NONE);
    }

    boolean isKnown() {
        return !name.equals(UNKNOWN);
    }

    boolean isNullable() {
        return wrappers.contains(Wrapper.NULLABLE);
    }

    boolean isLowCardinality() {
        return wrappers.contains(Wrapper.LOW_CARDINALITY);
    }

    boolean isAggregate() {
        return wrappers.contains(Wrapper.AGGREGATE);
    }

    ClickHouseType element() {
        return parts.types().get(0);
    }

    /** The same within a wrapper. */
    ClickHouseType within(Wrapper wrapper, String text) {
        Set<Wrapper> all = EnumSet.of(wrapper);
        all.addAll(wrappers);
        return new ClickHouseType(text, all, name, limits, parts);
    }

    /** Whether there can be nulls: of arrays, maps, tuples and documents there are none. */
    boolean canBeNullable() {
        return switch (name) {
            case "Array", "Map", "Tuple", "JSON", UNKNOWN -> false;
            default -> !isAggregate() || isNullable();
        };
    }

    /** The text of the type that takes nulls too; of the same type where there can be none. */
    String asNullable() {
        return isNullable() || !canBeNullable() ? display : wrapped(bare(), true);
    }

    /** Another type, wrapped as this one is. */
    String with(String inner) {
        return wrapped(inner, isNullable());
    }

    /** The text without dictionary: the server puts values of it into the column's own. */
    String withoutDictionary() {
        return isLowCardinality() ? display.substring(LOW_CARDINALITY.length(), display.length() - 1) : display;
    }

    private String wrapped(String inner, boolean nullable) {
        String text = nullable ? "Nullable(" + inner + ")" : inner;
        return isLowCardinality() ? LOW_CARDINALITY + text + ")" : text;
    }

    /** The text without the wrappers. */
    private String bare() {
        return wrappers.isEmpty() ? display : display.substring(display.indexOf('(') + 1, display.length() - 1);
    }

    /** Of a whole number: how many bits it has, its sign among them. */
    int bits() {
        return Integer.parseInt(name, isUnsigned() ? 4 : 3, name.length(), 10);
    }

    boolean isUnsigned() {
        return name.startsWith("UInt");
    }

    boolean isWhole() {
        return name.startsWith("Int") || isUnsigned();
    }
}

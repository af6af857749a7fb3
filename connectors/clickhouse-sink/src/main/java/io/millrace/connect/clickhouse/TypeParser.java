// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.clickhouse;

import io.millrace.connect.clickhouse.ClickHouseType.Limits;
import io.millrace.connect.clickhouse.ClickHouseType.Parts;
import io.millrace.connect.clickhouse.ClickHouseType.Wrapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Reads the text of a type. What is not known, not complete, or nested too deep becomes an unknown type. */
final class TypeParser {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_DIGITS = 76;
    private static final int MAX_SCALE_OF_SECOND = 9;
    private static final Set<String> PLAIN = Set.of(
            "Bool", "String", "UUID", "Date", "Date32", "Time", "Float32", "Float64", "IPv4", "IPv6", "JSON", "Int8",
            "Int16", "Int32", "Int64", "Int128", "Int256", "UInt8", "UInt16", "UInt32", "UInt64", "UInt128", "UInt256");
    private static final Map<String, String> GEOMETRIC = Map.of(
            "Point", "Tuple(Float64, Float64)",
            "Ring", "Array(Point)",
            "LineString", "Array(Point)",
            "Polygon", "Array(Ring)",
            "MultiLineString", "Array(LineString)",
            "MultiPolygon", "Array(Polygon)");

    private final String text;
    private final int depth;

    private TypeParser(String text, int depth) {
        this.text = text;
        this.depth = depth;
    }

    static ClickHouseType parse(String text) {
        return parse(text.strip(), 0);
    }

    private static ClickHouseType parse(String text, int depth) {
        ClickHouseType type = depth > MAX_DEPTH ? null : new TypeParser(text, depth).type();
        return type == null ? ClickHouseType.unknown(text) : type;
    }

    private @Nullable ClickHouseType type() {
        int open = text.indexOf('(');
        if (open < 0) {
            return bare();
        }
        List<String> arguments =
                text.endsWith(")") ? TypeText.split(text.substring(open + 1, text.length() - 1)) : List.of();
        return arguments.isEmpty() ? null : parameterised(text.substring(0, open), arguments);
    }

    private @Nullable ClickHouseType bare() {
        String made = GEOMETRIC.get(text);
        if (made != null) {
            ClickHouseType type = parse(made, depth + 1);
            return made(type.name(), Limits.NONE, type.parts());
        }
        return switch (text) {
            case "DateTime", "DateTime32" -> made("DateTime", Limits.NONE, Parts.NONE);
            case "Decimal" -> decimal(10, 0);
            default -> PLAIN.contains(text) ? made(text, Limits.NONE, Parts.NONE) : null;
        };
    }

    private ClickHouseType made(String name, Limits limits, Parts parts) {
        return new ClickHouseType(text, Set.of(), name, limits, parts);
    }

    private @Nullable ClickHouseType parameterised(String name, List<String> arguments) {
        return switch (name) {
            case "Nullable" -> inner(arguments.get(0)).within(Wrapper.NULLABLE, text);
            case "LowCardinality" -> inner(arguments.get(0)).within(Wrapper.LOW_CARDINALITY, text);
            case "SimpleAggregateFunction" ->
                inner(arguments.get(arguments.size() - 1)).within(Wrapper.AGGREGATE, text);
            case "Array" -> made(name, Limits.NONE, Parts.of(inner(arguments.get(0))));
            case "Map" ->
                arguments.size() == 2
                        ? made(name, Limits.NONE, Parts.of(inner(arguments.get(0)), inner(arguments.get(1))))
                        : null;
            case "Tuple" -> tuple(arguments);
            case "Nested" -> nested(arguments);
            case "Enum8", "Enum16" -> words(name, arguments);
            case "JSON" -> made(name, Limits.NONE, Parts.NONE);
            default -> limited(name, arguments);
        };
    }

    private ClickHouseType inner(String argument) {
        return parse(argument, depth + 1);
    }

    private @Nullable ClickHouseType limited(String name, List<String> arguments) {
        int first = number(arguments.get(0));
        int second = arguments.size() > 1 ? number(arguments.get(1)) : 0;
        return switch (name) {
            case "FixedString" -> first > 0 ? made(name, new Limits(first, 0, ""), Parts.NONE) : null;
            case "Decimal" -> decimal(first, second);
            case "Decimal32" -> decimal(9, first);
            case "Decimal64" -> decimal(18, first);
            case "Decimal128" -> decimal(38, first);
            case "Decimal256" -> decimal(MAX_DIGITS, first);
            case "DateTime", "DateTime32" ->
                made("DateTime", new Limits(0, 0, TypeText.quoted(arguments.get(0))), Parts.NONE);
            case "DateTime64", "Time64" -> {
                String zone = arguments.size() > 1 ? TypeText.quoted(arguments.get(1)) : "";
                yield first < 0 || first > MAX_SCALE_OF_SECOND
                        ? null
                        : made(name, new Limits(0, first, zone), Parts.NONE);
            }
            default -> null;
        };
    }

    private @Nullable ClickHouseType decimal(int digits, int scale) {
        return digits < 1 || digits > MAX_DIGITS || scale < 0 || scale > digits
                ? null
                : made("Decimal", new Limits(digits, scale, ""), Parts.NONE);
    }

    /** -1 for what is none. */
    private static int number(String argument) {
        try {
            return Integer.parseInt(argument);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private ClickHouseType tuple(List<String> arguments) {
        List<String> names = new ArrayList<>();
        List<ClickHouseType> types = new ArrayList<>();
        for (String argument : arguments) {
            int end = TypeText.nameEnd(argument);
            if (end > 0) {
                names.add(TypeText.unquoted(argument.substring(0, end)));
            }
            types.add(inner(argument.substring(end).strip()));
        }
        return made("Tuple", Limits.NONE, new Parts(names, types, List.of()));
    }

    private @Nullable ClickHouseType nested(List<String> arguments) {
        ClickHouseType element = inner("Tuple(" + String.join(", ", arguments) + ")");
        return made("Array", Limits.NONE, Parts.of(element));
    }

    private @Nullable ClickHouseType words(String name, List<String> arguments) {
        List<String> words = new ArrayList<>();
        List<Integer> values = new ArrayList<>();
        int bound = name.equals("Enum8") ? Byte.MAX_VALUE : Short.MAX_VALUE;
        for (String argument : arguments) {
            int end = TypeText.quoteEnd(argument, 0);
            int equals = end < 0 ? -1 : argument.indexOf('=', end);
            Integer value = equals < 0 ? null : value(argument.substring(equals + 1), bound);
            if (value == null) {
                return null;
            }
            words.add(TypeText.unquoted(argument.substring(0, end)));
            values.add(value);
        }
        return made(name, Limits.NONE, new Parts(words, List.of(), values));
    }

    private static @Nullable Integer value(String text, int bound) {
        try {
            int value = Integer.parseInt(text.strip());
            return value < -bound - 1 || value > bound ? null : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** How an enum is written: as {@code Enum8} if its numbers allow, unless it has to be wide. */
    static String enumText(List<String> words, List<Integer> values, boolean isWide) {
        StringJoiner pairs = new StringJoiner(", ");
        boolean isSmall = !isWide;
        for (int i = 0; i < words.size(); i++) {
            int value = values.get(i);
            pairs.add(Sql.text(words.get(i)) + " = " + value);
            isSmall &= value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE;
        }
        return (isSmall ? "Enum8(" : "Enum16(") + pairs + ")";
    }
}

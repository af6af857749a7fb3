// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Random Avro schemas, data of them, and other schemas that have become of them over the years. */
final class RandomAvro {
    private static final int DEEP = 5;

    private final Random random;
    private final List<Schema> open = new ArrayList<>();
    private final IdentityHashMap<Schema, Schema> evolved = new IdentityHashMap<>();
    private int names;

    RandomAvro(long seed) {
        random = new Random(seed);
    }

    /** Neither a null nor, at the top, a union. */
    Schema schema() {
        return value(3);
    }

    private Schema any(int depth) {
        return random.nextInt(4) == 0 ? union(depth) : value(depth);
    }

    private Schema value(int depth) {
        return switch (random.nextInt(depth > 0 ? 16 : 9)) {
            case 0 -> Schema.create(Schema.Type.BOOLEAN);
            case 1 -> Schema.create(Schema.Type.INT);
            case 2 -> Schema.create(Schema.Type.LONG);
            case 3 -> Schema.create(Schema.Type.FLOAT);
            case 4 -> Schema.create(Schema.Type.DOUBLE);
            case 5 -> Schema.create(Schema.Type.STRING);
            case 6 -> Schema.create(Schema.Type.BYTES);
            case 7 -> Schema.createFixed("Fixed" + names++, null, "t", random.nextInt(4));
            case 8 -> symbols("Enum" + names++);
            case 9 -> Schema.createArray(any(depth - 1));
            case 10 -> Schema.createMap(any(depth - 1));
            default -> record(depth);
        };
    }

    private Schema symbols(String name) {
        List<String> symbols = new ArrayList<>(List.of("A", "B", "C", "D", "E"));
        Collections.shuffle(symbols, random);
        List<String> some = symbols.subList(0, 1 + random.nextInt(5));
        return Schema.createEnum(name, null, "t", some, random.nextInt(3) == 0 ? some.get(0) : null);
    }

    private Schema union(int depth) {
        List<Schema> branches = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        if (random.nextInt(4) > 0) {
            branches.add(Schema.create(Schema.Type.NULL));
        }
        int wanted = random.nextInt(3) == 0 ? 3 : 1;
        for (int i = 0; i < wanted; i++) {
            Schema branch = value(depth - 1);
            if (taken.add(branch.getFullName())) {
                branches.add(branch);
            }
        }
        Collections.shuffle(branches, random);
        return Schema.createUnion(branches);
    }

    private Schema record(int depth) {
        Schema record = Schema.createRecord("Record" + names++, null, "t", false);
        open.add(record);
        List<Schema.Field> fields = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            fields.add(new Schema.Field("f" + names++, any(depth - 1)));
        }
        if (random.nextInt(4) == 0) { // one that holds itself or what it is in
            Schema self = open.get(random.nextInt(open.size()));
            Schema optional = Schema.createUnion(Schema.create(Schema.Type.NULL), self);
            fields.add(new Schema.Field("f" + names++, random.nextBoolean() ? optional : Schema.createArray(self)));
        }
        open.remove(open.size() - 1);
        record.setFields(fields);
        return record;
    }

    Object datum(Schema schema) {
        return datum(schema, 0);
    }

    private Object datum(Schema schema, int depth) {
        return switch (schema.getType()) {
            case NULL -> null;
            case BOOLEAN -> random.nextBoolean();
            case INT -> random.nextInt() >> random.nextInt(32);
            case LONG -> random.nextLong() >> random.nextInt(64);
            case FLOAT -> random.nextFloat() * 100;
            case DOUBLE -> random.nextGaussian();
            case STRING -> text();
            case BYTES -> ByteBuffer.wrap(text().getBytes(StandardCharsets.UTF_8));
            case FIXED -> fixed(schema);
            case ENUM -> new GenericData.EnumSymbol(schema, one(schema.getEnumSymbols()));
            case ARRAY -> list(schema.getElementType(), depth);
            case MAP -> map(schema.getValueType(), depth);
            case UNION -> datum(depth > DEEP ? least(schema) : one(schema.getTypes()), depth + 1);
            case RECORD -> filled(schema, depth);
        };
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static Schema least(Schema union) {
        return union.getTypes().stream()
                .filter(branch -> branch.getType() == Schema.Type.NULL)
                .findFirst()
                .orElse(union.getTypes().get(0));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(6); n > 0; n--) {
            text.appendCodePoint(new int[] {'a', 'Z', 0, 0xe9, 0x20ac, 0x1f600}[random.nextInt(6)]);
        }
        return text.toString();
    }

    private GenericData.Fixed fixed(Schema schema) {
        byte[] bytes = new byte[schema.getFixedSize()];
        random.nextBytes(bytes);
        return new GenericData.Fixed(schema, bytes);
    }

    private List<Object> list(Schema element, int depth) {
        List<Object> list = new ArrayList<>();
        for (int n = depth > DEEP ? 0 : random.nextInt(4); n > 0; n--) {
            list.add(datum(element, depth + 1));
        }
        return list;
    }

    private Map<String, Object> map(Schema value, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int n = depth > DEEP ? 0 : random.nextInt(4); n > 0; n--) {
            map.put(text(), datum(value, depth + 1));
        }
        return map;
    }

    private GenericData.Record filled(Schema schema, int depth) {
        GenericData.Record record = new GenericData.Record(schema);
        schema.getFields().forEach(field -> record.put(field.pos(), datum(field.schema(), depth + 1)));
        return record;
    }

    /** A reader's schema: {@code writer} after some changes, of which Avro allows most. */
    Schema evolve(Schema writer) {
        if (random.nextInt(60) == 0) {
            return value(1); // something else altogether
        }
        if (random.nextInt(8) == 0 && writer.getType() != Schema.Type.UNION && writer.getType() != Schema.Type.NULL) {
            return widened(writer);
        }
        return switch (writer.getType()) {
            case INT, LONG, FLOAT, STRING, BYTES -> random.nextInt(3) == 0 ? promoted(writer) : writer;
            case ARRAY -> Schema.createArray(evolve(writer.getElementType()));
            case MAP -> Schema.createMap(evolve(writer.getValueType()));
            case UNION -> evolvedUnion(writer);
            case ENUM -> evolved.computeIfAbsent(writer, this::evolvedEnum);
            case FIXED -> evolved.computeIfAbsent(writer, this::evolvedFixed);
            case RECORD -> evolvedRecord(writer);
            default -> writer;
        };
    }

    private Schema widened(Schema writer) {
        Schema evolved = evolve(writer);
        if (evolved.getType() == Schema.Type.UNION) {
            return evolved;
        }
        List<Schema> branches = new ArrayList<>(List.of(Schema.create(Schema.Type.NULL), evolved));
        if (random.nextBoolean()) {
            Schema other = value(0);
            if (!other.getFullName().equals(evolved.getFullName())) {
                branches.add(other);
            }
        }
        Collections.shuffle(branches, random);
        return Schema.createUnion(branches);
    }

    private Schema promoted(Schema writer) {
        List<Schema.Type> types = switch (writer.getType()) {
            case INT -> List.of(Schema.Type.LONG, Schema.Type.FLOAT, Schema.Type.DOUBLE);
            case LONG -> List.of(Schema.Type.FLOAT, Schema.Type.DOUBLE, Schema.Type.INT);
            case FLOAT -> List.of(Schema.Type.DOUBLE);
            case STRING -> List.of(Schema.Type.BYTES);
            default -> List.of(Schema.Type.STRING);
        };
        return Schema.create(one(types));
    }

    private Schema evolvedUnion(Schema writer) {
        List<Schema> branches = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Schema branch : writer.getTypes()) {
            Schema reader =
                    random.nextInt(12) == 0 ? value(0) : branch.getType() == Schema.Type.NULL ? branch : evolve(branch);
            boolean dropped = random.nextInt(10) == 0 && writer.getTypes().size() > 1;
            if (!dropped && reader.getType() != Schema.Type.UNION && taken.add(reader.getFullName())) {
                branches.add(reader);
            }
        }
        if (branches.stream().allMatch(branch -> branch.getType() == Schema.Type.NULL)) {
            branches.add(Schema.create(Schema.Type.STRING));
        }
        if (random.nextInt(3) == 0) {
            Collections.shuffle(branches, random);
        }
        return branches.size() == 1 && random.nextBoolean() ? branches.get(0) : Schema.createUnion(branches);
    }

    private Schema evolvedEnum(Schema writer) {
        return random.nextBoolean() ? writer : renamed(writer, symbols(newName(writer)));
    }

    private Schema evolvedFixed(Schema writer) {
        if (random.nextInt(3) > 0) {
            return writer;
        }
        int size = random.nextInt(4) == 0 ? random.nextInt(4) : writer.getFixedSize();
        return renamed(writer, Schema.createFixed(newName(writer), null, "t", size));
    }

    private String newName(Schema writer) {
        return random.nextInt(4) == 0 ? writer.getName() + "New" : writer.getName();
    }

    private Schema renamed(Schema writer, Schema reader) {
        if (!reader.getName().equals(writer.getName()) && random.nextInt(4) > 0) {
            reader.addAlias(writer.getName());
        }
        return reader;
    }

    private Schema evolvedRecord(Schema writer) {
        Schema known = evolved.get(writer);
        if (known != null) {
            return known;
        }
        Schema reader = renamed(writer, Schema.createRecord(newName(writer), null, "t", false));
        evolved.put(writer, reader);
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : writer.getFields()) {
            int change = random.nextInt(12);
            if (change > 0) {
                Schema.Field same =
                        new Schema.Field(change == 1 ? field.name() + "New" : field.name(), evolve(field.schema()));
                if (change == 1) {
                    same.addAlias(field.name());
                }
                fields.add(same);
            }
        }
        for (int n = random.nextInt(3); n > 0; n--) {
            fields.add(added());
        }
        if (random.nextInt(3) == 0) {
            Collections.shuffle(fields, random);
        }
        reader.setFields(fields);
        return reader;
    }

    private Schema.Field added() {
        String name = "g" + names++;
        return switch (random.nextInt(10)) {
            case 0 -> new Schema.Field(name, Schema.create(Schema.Type.INT)); // without a default
            case 1 -> new Schema.Field(name, Schema.create(Schema.Type.STRING), null, "x");
            case 2 -> new Schema.Field(name, Schema.create(Schema.Type.DOUBLE), null, 1.5);
            case 3 -> new Schema.Field(name, Schema.create(Schema.Type.BYTES), null, "\u00ff\u0001");
            case 4 ->
                new Schema.Field(name, Schema.createArray(Schema.create(Schema.Type.LONG)), null, List.of(1L, 2L));
            case 5 ->
                new Schema.Field(
                        name, Schema.createMap(Schema.create(Schema.Type.INT)), null, new HashMap<>(Map.of("k", 1)));
            case 6 -> new Schema.Field(name, record(List.of()), null, Map.of("a", 7));
            case 7 -> new Schema.Field(name, symbolsWith("A"), null, "A");
            default ->
                new Schema.Field(
                        name,
                        Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.INT)),
                        null,
                        JsonProperties.NULL_VALUE);
        };
    }

    private Schema symbolsWith(String symbol) {
        return Schema.createEnum("Enum" + names++, null, "t", List.of(symbol, "Z"));
    }

    private Schema record(List<Schema.Field> more) {
        Schema record = Schema.createRecord("Added" + names++, null, "t", false);
        List<Schema.Field> fields = new ArrayList<>(more);
        fields.add(new Schema.Field("a", Schema.create(Schema.Type.INT)));
        fields.add(
                new Schema.Field("b", Schema.createArray(Schema.create(Schema.Type.STRING)), null, List.of("p", "q")));
        record.setFields(fields);
        return record;
    }
}

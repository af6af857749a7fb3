// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.avro;

import io.millrace.converters.internal.avro.ResolvingReaders.Entries;
import io.millrace.converters.internal.avro.ResolvingReaders.Fields;
import io.millrace.converters.internal.avro.ResolvingReaders.Fresh;
import io.millrace.converters.internal.avro.ResolvingReaders.InBranch;
import io.millrace.converters.internal.avro.ResolvingReaders.Nothing;
import io.millrace.converters.internal.avro.ResolvingReaders.Preset;
import io.millrace.converters.internal.avro.ResolvingReaders.Refused;
import io.millrace.converters.internal.avro.ResolvingReaders.Symbols;
import io.millrace.converters.internal.avro.ResolvingReaders.WriterUnion;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.jspecify.annotations.Nullable;

/**
 * Builds the nodes that read data of a writer's schema as those of a reader's. Which part becomes which is for Avro's own
 * {@link Resolver} to say (Avro 1.12 specification, "Schema Resolution"); it is asked once, here.
 */
final class ResolvingCompiler {
    private final EmptyValues emptyValues = new EmptyValues();
    private final SkipCompiler skippers = new SkipCompiler(emptyValues);
    private final Map<SamePair, ReadNode> records = new HashMap<>();

    private ResolvingCompiler() {}

    /** {@code connect} is what {@code reader} is in Connect. */
    static ReadNode compile(org.apache.kafka.connect.data.Schema connect, Schema writer, Schema reader) {
        ReadNode node = new ResolvingCompiler().node(connect, Resolver.resolve(writer, reader));
        return writer.getType() == Schema.Type.BYTES ? new ResolvingReaders.Unframed(node) : node;
    }

    private ReadNode node(org.apache.kafka.connect.data.Schema connect, Action action) {
        return switch (action.type) {
            case DO_NOTHING -> action.writer.getType() == Schema.Type.NULL ? new Nothing() : scalar(connect, action);
            case PROMOTE -> scalar(connect, action);
            case ERROR -> refused((Resolver.ErrorAction) action);
            case CONTAINER -> container(connect, (Resolver.Container) action);
            case ENUM -> symbols((Resolver.EnumAdjust) action);
            case RECORD -> record(connect, (Resolver.RecordAdjust) action);
            case WRITER_UNION -> writerUnion(connect, (Resolver.WriterUnion) action);
            case READER_UNION -> readerUnion(connect, (Resolver.ReaderUnion) action);
            case SKIP -> throw new IllegalArgumentException("a field that is skipped has no node");
        };
    }

    private static ReadNode scalar(org.apache.kafka.connect.data.Schema connect, Action action) {
        return ResolvedScalars.of(connect, action.writer, action.reader);
    }

    private static Refused refused(Resolver.ErrorAction action) {
        if (action.error == Resolver.ErrorAction.ErrorType.MISSING_REQUIRED_FIELD) {
            String missing = action.reader.getFields().stream()
                    .filter(field -> action.writer.getField(field.name()) == null && !field.hasDefaultValue())
                    .map(Schema.Field::name)
                    .findFirst()
                    .orElse("");
            return new Refused(AvroText.fields(action.writer) + " (expected " + missing
                    + ", which the reader's schema requires and has no default for)");
        }
        return ResolvedScalars.mismatch(action.writer, action.reader);
    }

    private ReadNode container(org.apache.kafka.connect.data.Schema connect, Resolver.Container action) {
        if (action.reader.getType() == Schema.Type.MAP) {
            return new ContainerReaders.MapOf(
                    ScalarReaders.STRING, node(connect.valueSchema(), action.elementAction), false);
        }
        boolean empty = emptyValues.allowed(action.writer.getElementType());
        if (connect.type() != org.apache.kafka.connect.data.Schema.Type.MAP) {
            return new ContainerReaders.ArrayOf(node(connect.valueSchema(), action.elementAction), empty);
        }
        if (action.elementAction instanceof Resolver.RecordAdjust entry) {
            int key = entry.reader.getField("key").pos();
            Fields fields = newFields(entry);
            link(fields, entry, slot -> slot == key ? connect.keySchema() : connect.valueSchema());
            return new Entries(fields, key, empty);
        }
        ReadNode refused = node(connect, action.elementAction);
        return new ContainerReaders.MapOf(refused, refused, empty);
    }

    private static ReadNode symbols(Resolver.EnumAdjust action) {
        @Nullable String[] symbols = new String[action.adjustments.length];
        for (int i = 0; i < symbols.length; i++) {
            int adjusted = action.adjustments[i];
            symbols[i] = adjusted < 0 ? null : action.reader.getEnumSymbols().get(adjusted);
        }
        return new Symbols(
                symbols,
                new Refused("a symbol that the reader's enum " + action.reader.getFullName()
                        + " does not have (expected one of its "
                        + action.reader.getEnumSymbols().size() + ", or a default)"));
    }

    private ReadNode record(org.apache.kafka.connect.data.Schema connect, Resolver.RecordAdjust action) {
        SamePair pair = new SamePair(connect, action);
        ReadNode known = records.get(pair);
        if (known != null) {
            return known;
        }
        Fields fields = newFields(action);
        ReadNode record = new ResolvingReaders.RecordOf(connect, fields);
        records.put(pair, record);
        link(fields, action, slot -> connect.fields().get(slot).schema());
        return record;
    }

    private static Fields newFields(Resolver.RecordAdjust action) {
        String[] names =
                action.writer.getFields().stream().map(Schema.Field::name).toArray(String[]::new);
        return new Fields(names, action.readerOrder.length - action.firstDefault);
    }

    private void link(
            Fields fields,
            Resolver.RecordAdjust action,
            Function<Integer, org.apache.kafka.connect.data.Schema> schemas) {
        int next = 0;
        for (int i = 0; i < action.fieldActions.length; i++) {
            Action part = action.fieldActions[i];
            if (part instanceof Resolver.Skip) {
                fields.skip(i, skippers.of(part.writer));
            } else {
                int slot = action.readerOrder[next++].pos();
                fields.read(i, node(schemas.apply(slot), part), slot);
            }
        }
        for (int i = action.firstDefault; i < action.readerOrder.length; i++) {
            Schema.Field field = action.readerOrder[i];
            Object datum = action.defaults[i - action.firstDefault];
            fields.preset(
                    i - action.firstDefault, preset(schemas.apply(field.pos()), field.schema(), datum), field.pos());
        }
    }

    private static ReadNode preset(
            org.apache.kafka.connect.data.Schema connect, Schema reader, @Nullable Object datum) {
        byte[] bytes = AvroDefaults.bytes(reader, datum);
        ReadNode node = ReadCompiler.compile(connect, reader);
        Object value = node.read(new ByteInput(bytes, 0));
        boolean immutable =
                value == null || value instanceof Number || value instanceof String || value instanceof Boolean;
        return immutable ? new Preset(value) : new Fresh(bytes, node);
    }

    private ReadNode writerUnion(org.apache.kafka.connect.data.Schema connect, Resolver.WriterUnion action) {
        ReadNode[] branches = new ReadNode[action.actions.length];
        for (int i = 0; i < branches.length; i++) {
            branches[i] = action.unionEquiv
                    ? branch(connect, action.reader, i, action.actions[i])
                    : node(connect, action.actions[i]);
        }
        return new WriterUnion(branches);
    }

    private ReadNode readerUnion(org.apache.kafka.connect.data.Schema connect, Resolver.ReaderUnion action) {
        return branch(connect, action.reader, action.firstMatch, action.actualAction);
    }

    /** What {@code action} reads, as branch {@code index} of the reader's union. */
    private ReadNode branch(org.apache.kafka.connect.data.Schema connect, Schema union, int index, Action action) {
        boolean nothing = union.getTypes().get(index).getType() == Schema.Type.NULL;
        if (nothing || !SumTypes.isUnion(connect)) {
            return node(connect, action);
        }
        Field field = Objects.requireNonNull(SumTypes.fieldsByBranch(connect, union)[index]);
        return new InBranch(connect, field, node(field.schema(), action));
    }
}

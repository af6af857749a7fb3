// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A field of an envelope as {@code add.fields} and {@code add.headers} write it: {@code op}, {@code source.ts_ms}, {@code
 * lsn:position}.
 *
 * @param block the envelope's block to look in; null for the envelope, then {@code transaction}, then {@code source}
 * @param name what it is called in the output
 */
record CompatField(@Nullable String block, String field, String name) {
    private static final Pattern REFERENCE = Pattern.compile("[^:]+(:[^:]*)?");

    static boolean isReference(String text) {
        return REFERENCE.matcher(text).matches();
    }

    /** References that {@link #isReference} accepts; names get {@code prefix}, dots in them become underscores. */
    static List<CompatField> parse(List<String> references, String prefix) {
        return references.stream()
                .filter(text -> !text.isEmpty())
                .map(text -> parse(text, prefix))
                .toList();
    }

    private static CompatField parse(String text, String prefix) {
        int colon = text.indexOf(':');
        String path = colon < 0 ? text : text.substring(0, colon);
        String alias = colon < 0 ? "" : text.substring(colon + 1);
        int dot = path.indexOf('.');
        return new CompatField(
                dot < 0 ? null : path.substring(0, dot),
                path.substring(dot + 1),
                prefix + (alias.isEmpty() ? path.replace('.', '_') : alias));
    }

    boolean isOp() {
        return block == null && field.equals("op");
    }

    /** How to read it from events of {@code envelope}; null if that has no such field. */
    @Nullable CompatReader in(Schema envelope) {
        if (block != null) {
            return inBlock(envelope, block);
        }
        Field own = envelope.field(field);
        return own != null
                ? CompatReader.of(name, null, own)
                : Stream.of("transaction", "source")
                        .map(each -> inBlock(envelope, each))
                        .filter(reader -> reader != null)
                        .findFirst()
                        .orElse(null);
    }

    private @Nullable CompatReader inBlock(Schema envelope, String blockName) {
        Field outer = envelope.field(blockName);
        if (outer == null || outer.schema().type() != Schema.Type.STRUCT) {
            return null;
        }
        Field inner = outer.schema().field(field);
        return inner == null ? null : CompatReader.of(name, outer, inner);
    }
}

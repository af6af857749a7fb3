// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe;

import static java.util.stream.Collectors.joining;

import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a plugin can be: the kinds that a worker's {@code GET /connector-plugins?connectorsOnly=false} lists. */
enum Kind {
    SOURCE("source connector"),
    SINK("sink connector"),
    TRANSFORM("transform"),
    PREDICATE("predicate"),
    CONVERTER("converter"),
    HEADER_CONVERTER("header converter");

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    /** In a sentence: {@code sink connector}. */
    String label() {
        return label;
    }

    /** What such a plugin says of its settings; null where it says nothing. */
    @Nullable ConfigDef settings(Object plugin) {
        return switch (this) {
            case SOURCE, SINK -> ((Connector) plugin).config();
            case TRANSFORM -> ((Transformation<?>) plugin).config();
            case PREDICATE -> ((Predicate<?>) plugin).config();
            case CONVERTER -> ((Converter) plugin).config();
            case HEADER_CONVERTER -> ((HeaderConverter) plugin).config();
        };
    }

    /** Reads what {@link #toString} writes, in any case of letters. */
    static final class Reader implements ITypeConverter<Kind> {
        @Override
        public Kind convert(String written) {
            return Stream.of(values())
                    .filter(kind -> kind.toString().equalsIgnoreCase(written))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("there is no kind %s, expected %s"
                            .formatted(
                                    written,
                                    Stream.of(values()).map(Kind::toString).collect(joining(", ")))
                            .replace(", " + HEADER_CONVERTER, " or " + HEADER_CONVERTER)));
        }
    }

    /** As on the command line: {@code header-converter}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

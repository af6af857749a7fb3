// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where a sink is to go on: {@code orders-2=1841}, {@code orders-2=earliest}, {@code orders-2=latest}. */
record Target(TopicPartition partition, String place) {
    private static final String EARLIEST = "earliest";
    private static final String LATEST = "latest";

    /** Reads the option. */
    static final class Converter implements ITypeConverter<Target> {
        private static final Pattern FORM =
                Pattern.compile("(.+)-([0-9]{1,9})=([0-9]{1,18}|" + EARLIEST + "|" + LATEST + ")");

        @Override
        public Target convert(String value) {
            Matcher matcher = FORM.matcher(value);
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "found '" + value + "' (expected such as orders-2=1841, orders-2=earliest or orders-2=latest)");
            }
            int partition = Integer.parseInt(matcher.group(2));
            return new Target(new TopicPartition(matcher.group(1), partition), matcher.group(3));
        }
    }

    /** Whether only Kafka knows the offset. */
    boolean isRelative() {
        return place.equals(EARLIEST) || place.equals(LATEST);
    }

    /** The offset; {@code range} is needed where it is relative. */
    Optional<Long> offset(Optional<Range> range) {
        return switch (place) {
            case EARLIEST -> range.map(Range::start);
            case LATEST -> range.map(Range::end);
            default -> Optional.of(Long.valueOf(place));
        };
    }
}

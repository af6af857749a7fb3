// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe.samples;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;

/** A transform of keys or of values, as users configure them: {@code Shout$Key}, {@code Shout$Value}. */
public abstract class Shout implements Transformation<SinkRecord> {
    @Override
    public SinkRecord apply(SinkRecord record) {
        return record;
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}

    /** Of keys. */
    public static final class Key extends Shout {}

    /** Of values. */
    public static final class Value extends Shout {}
}

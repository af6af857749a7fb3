// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe.samples;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** One that does not say its settings. */
public final class SilentPredicate implements Predicate<SinkRecord> {
    @Override
    public ConfigDef config() {
        return null;
    }

    @Override
    public boolean test(SinkRecord record) {
        return false;
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
}

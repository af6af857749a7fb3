// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.describe.samples;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** One whose jar lacks what it needs to say its settings. */
public final class BrokenPredicate implements Predicate<SinkRecord> {
    @Override
    public ConfigDef config() {
        throw new NoClassDefFoundError("org/example/Missing");
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

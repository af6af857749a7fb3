// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.transforms.RandomChanges;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.connector.ConnectRecord;

/** Random settings, and changes of a random table that go with them. */
final class RandomCase {
    final Map<String, String> settings;
    final RandomChanges changes;
    private final NormalizeConfig config;

    RandomCase(Random random) {
        this.settings = RandomSettings.draw(random);
        this.config = new NormalizeConfig(settings);
        this.changes = new RandomChanges(random, config.getString(NormalizeConfig.UNAVAILABLE_PLACEHOLDER));
    }

    ExpectedRow expected(ConnectRecord<?> record) {
        return new ExpectedRow(config, changes, record);
    }
}

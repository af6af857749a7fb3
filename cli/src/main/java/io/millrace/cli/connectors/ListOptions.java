// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import io.millrace.cli.offsets.KafkaOptions;
import io.millrace.cli.rest.OutputForm;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the list. */
final class ListOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "table (the default) or json.")
    private OutputForm output = OutputForm.TABLE;

    @Option(
            names = "--age",
            description =
                    "Show how long ago the database made the change that each source has come to, where its offsets "
                            + "carry a time, as Debezium's do. One request for each source.")
    private boolean age;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    boolean isJson() {
        return output == OutputForm.JSON;
    }

    boolean showsAge() {
        return age;
    }

    KafkaOptions kafka() {
        return kafka;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import io.millrace.cli.rest.Goal;
import io.millrace.cli.rest.Session;
import io.millrace.cli.rest.Worker;
import picocli.CommandLine.Command;

@Command(
        name = "pause",
        description =
                "Pauses connectors, and waits until their tasks rest. They keep what they hold, partitions of topics too.",
        footerHeading = "%nExample:%n",
        footer = "  millrace connectors pause orders-sink shop-source")
final class PauseCommand extends StateCommand {
    PauseCommand(Session session) {
        super(session, Goal.PAUSED, Worker::pause);
    }
}

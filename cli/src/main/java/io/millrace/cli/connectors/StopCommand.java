// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import io.millrace.cli.rest.Goal;
import io.millrace.cli.rest.Session;
import io.millrace.cli.rest.Worker;
import picocli.CommandLine.Command;

@Command(
        name = "stop",
        description =
                "Stops connectors, and waits until their tasks are gone (Kafka Connect 3.5 and newer). Their settings and offsets stay.",
        footerHeading = "%nExample:%n",
        footer = "  millrace connectors stop orders-sink shop-source")
final class StopCommand extends StateCommand {
    StopCommand(Session session) {
        super(session, Goal.STOPPED, Worker::stop);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import io.millrace.cli.rest.Goal;
import io.millrace.cli.rest.Session;
import io.millrace.cli.rest.Worker;
import picocli.CommandLine.Command;

@Command(
        name = "resume",
        description = "Resumes connectors that were paused or stopped, and waits until they run.",
        footerHeading = "%nExample:%n",
        footer = "  millrace connectors resume orders-sink shop-source")
final class ResumeCommand extends StateCommand {
    ResumeCommand(Session session) {
        super(session, Goal.RUNNING, Worker::resume);
    }
}

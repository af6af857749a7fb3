// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.connectors;

import io.millrace.cli.offsets.OffsetsCommand;
import io.millrace.cli.rest.Session;
import io.millrace.cli.rest.Timing;
import io.millrace.cli.terminal.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace connectors}. */
@Command(
        name = "connectors",
        description = {
            "Shows the connectors of a Kafka Connect group, and restarts, pauses, resumes and stops them, with their offsets.",
            "Without a subcommand, it lists them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace connectors --url http://connect:8083",
            "  millrace connectors status orders-sink",
            "  CONNECT_URL=https://connect.example CONNECT_USER=ops CONNECT_PASSWORD=... millrace connectors"
        })
public final class ConnectorsCommand implements Callable<Integer> {
    @Mixin
    private final Session session;

    @Mixin
    private ListOptions options = new ListOptions();

    private ConnectorsCommand(Session session) {
        this.session = session;
    }

    /** With its subcommands, for the worker that the environment or options name. */
    public static CommandLine of(Console console) {
        return of(new Session(console, System.getenv(), Timing.system()));
    }

    static CommandLine of(Session session) {
        return new CommandLine(new ConnectorsCommand(session))
                .addSubcommand(new ListCommand(session))
                .addSubcommand(new StatusCommand(session))
                .addSubcommand(new RestartCommand(session))
                .addSubcommand(new PauseCommand(session))
                .addSubcommand(new ResumeCommand(session))
                .addSubcommand(new StopCommand(session))
                .addSubcommand(OffsetsCommand.of(session))
                .addSubcommand(new ApplyCommand(session));
    }

    @Override
    public Integer call() {
        return new Listing(session, options).print().status();
    }
}

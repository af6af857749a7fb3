// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.offsets;

import io.millrace.cli.rest.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace connectors offsets}. */
@Command(
        name = "offsets",
        description = "Shows, alters and resets the offsets of connectors (Kafka Connect 3.6 and newer).")
public final class OffsetsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private OffsetsCommand() {}

    /** With its subcommands. */
    public static CommandLine of(Session session) {
        return new CommandLine(new OffsetsCommand())
                .addSubcommand(new ShowCommand(session))
                .addSubcommand(new AlterCommand(session))
                .addSubcommand(new ResetCommand(session));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with offsets: show, alter or reset.");
    }
}

namespace Moltbot.Core.Tests.Configuration;

/// <summary>A configuration as a person keeps it by hand.</summary>
internal static class CommentedConfiguration
{
    public static string Text { get; } = """
        // Moltbot on the build server.
        // Ask ops before you change anything under gateway.
        {
          // Written by the gateway, do not edit.
          meta: {
            lastTouchedVersion: '2026.1.20',
            lastTouchedAt: '2026-01-20T08:00:00.000Z', // by the gateway
          },

          env: {
            shellEnv: { enabled: false },
            vars: {
              REGION: 'eu-central-1', /* not a secret */
            },
          },

          auth: {
            profiles: {
              // Paid by the team.
              'anthropic:work': { provider: 'anthropic', mode: 'oauth' }, // expires in May
              // Kim's own.
              'anthropic:home': { provider: 'anthropic', mode: 'api_key' },
              // 'openai:old': { provider: 'openai', mode: 'api_key' },
            },
            order: {
              anthropic: [
                'anthropic:home',
                'anthropic:work', // the team pays
              ],
            },
            cooldowns: { billingBackoffHours: 2.5 },
          },

          agents: {
            defaults: {
              /* The small model is enough
                 for the nightly jobs. */
              model: { primary: 'openai/gpt-5.2', fallbacks: [] },

              models: {
                'openai/gpt-5.2': { alias: 'gpt' },
                'anthropic/claude-opus-4-5': {},
              },
            },
            list: [
              { id: 'main', default: true },
              { id: 'nightly', model: "openai/gpt-5.2" },
            ],
          },

          gateway: {
            port: 0x4965, // 18789
            auth: { mode: 'token', token: '${HOOK_TOKEN}' },
          },
          // The end.
        }

        """.ReplaceLineEndings("\n");
}

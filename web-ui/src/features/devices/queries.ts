import { useMutation } from "@tanstack/react-query";
import { devicesQuery, keys } from "../../api/catalog";
import { api, body } from "../../api/client";
import { useLive } from "../../api/live";
import { queryClient } from "../../api/query";

/** Follows the stream: who is online, and when it was heard of. */
export function useLiveDevices(): void {
  useLive("device", (events) => {
    const newest = new Map(events.map((event) => [event.device_id, event]));
    queryClient.setQueryData(
      devicesQuery.queryKey,
      (before) =>
        before && {
          ...before,
          items: before.items.map((device) => {
            const event = newest.get(device.id);
            if (!event) return device;
            return { ...device, online: event.online, last_heartbeat: event.last_heartbeat_at };
          }),
        },
    );
  });
}

export function useApproveDevice() {
  return useMutation({
    mutationFn: (id: string) =>
      body(api.POST("/api/v1/devices/{id}/approve", { params: { path: { id } }, body: {} })),
    onSettled: () =>
      Promise.all(
        [keys.devices, keys.overview].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

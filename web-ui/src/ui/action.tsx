import { Button, type ButtonProps, Group, Modal, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useUiTexts } from "./texts";

type ActionProps = ButtonProps & {
  children: ReactNode;
  onClick: () => void;
  /** Why it cannot be done now; the button is off and says so. */
  why?: string | null | undefined;
};

/** A button that, when it is off, says why. */
export function Action({ why, onClick, children, ...rest }: ActionProps) {
  const isOff = why !== undefined && why !== null;
  const button = (
    <Button {...rest} {...(isOff ? { "aria-disabled": true, "data-disabled": true } : { onClick })}>
      {children}
    </Button>
  );
  return isOff ? <Tooltip label={why}>{button}</Tooltip> : button;
}

type ConfirmProps = Omit<ActionProps, "onClick"> & {
  /** The question. */
  title: string;
  /** What will happen, with the numbers. */
  text: ReactNode;
  /** What the deciding button says: the deed, never "OK". */
  deed: string;
  onConfirm: () => void;
};

/** A button whose deed is asked about first, naming what it will do. */
export function ConfirmedAction({ title, text, deed, onConfirm, ...rest }: ConfirmProps) {
  const t = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const confirm = () => {
    close();
    onConfirm();
  };
  return (
    <>
      <Action {...rest} onClick={open} />
      <Modal
        opened={isOpen}
        onClose={close}
        title={title}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <div>{text}</div>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button color={rest.color ?? "shop"} onClick={confirm}>
            {deed}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
